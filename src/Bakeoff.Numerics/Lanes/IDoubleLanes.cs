using System.Numerics;

namespace Bakeoff.Numerics;

/// <summary>A vector of doubles, each lane an element of its own; kernels written against it give equal bits for every width.</summary>
/// <remarks>Only operations that IEEE 754 defines exactly, and integer operations on the bits. No operation mixes lanes.</remarks>
internal interface IDoubleLanes<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>, IDivisionOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, IDoubleLanes<TSelf>
{
    /// <summary>Lanes in one vector.</summary>
    static abstract int Count { get; }

    /// <summary>The value in every lane.</summary>
    static abstract TSelf Broadcast(double value);

    /// <summary>
    /// Reads 2 <see cref="Count"/> floats, limits them to least .. most and widens them; any value where the input is NaN.
    /// </summary>
    static abstract void Load(ref float source, float least, float most, out TSelf lower, out TSelf upper);

    /// <summary>
    /// Writes 2 <see cref="Count"/> floats, each lane rounded once; <see cref="float.NaN"/> where the input, read again, is NaN.
    /// </summary>
    static abstract void Store(TSelf lower, TSelf upper, ref float source, ref float target);

    /// <summary>a b + c, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The size of x with the sign of <paramref name="sign"/>.</summary>
    static abstract TSelf CopySign(TSelf x, TSelf sign);

    /// <summary>Where a equals b the first choice, else the second; NaN equals nothing.</summary>
    static abstract TSelf SelectEqual(TSelf a, TSelf b, TSelf yes, TSelf no);

    /// <summary>Where a is greater than b the first choice, else the second.</summary>
    static abstract TSelf SelectGreater(TSelf a, TSelf b, TSelf yes, TSelf no);

    /// <summary>2^n for the integer n in the low bits of a rounded value: 1.5 * 2^52 + n.</summary>
    static abstract TSelf PowerOfTwo(TSelf shifted);

    /// <summary>x 2^n for a small integer n, given as itself and as the rounded value of <see cref="PowerOfTwo"/>; exact.</summary>
    static abstract TSelf Scale(TSelf x, TSelf n, TSelf shifted);

    /// <summary>A positive normal x as 2^exponent mantissa, the mantissa in [sqrt(1/2), sqrt(2)).</summary>
    static abstract void Split(TSelf x, out TSelf exponent, out TSelf mantissa);
}
