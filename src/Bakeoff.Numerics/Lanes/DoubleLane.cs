using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>One double: the readable form of every kernel, and the path of machines without fused vector arithmetic.</summary>
internal readonly struct DoubleLane : IDoubleLanes<DoubleLane>
{
    private readonly double _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleLane(double value) => _value = value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <summary>The lane's value.</summary>
    public double Value => _value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane operator +(DoubleLane left, DoubleLane right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane operator -(DoubleLane left, DoubleLane right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane operator *(DoubleLane left, DoubleLane right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane operator /(DoubleLane left, DoubleLane right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane Broadcast(double value) => new(value);

    /// <inheritdoc/>
    public static void Load(ref float source, float least, float most, out DoubleLane lower, out DoubleLane upper)
    {
        lower = new(Limit(source, least, most));
        upper = new(Limit(Unsafe.Add(ref source, 1), least, most));
    }

    /// <inheritdoc/>
    public static void Store(DoubleLane lower, DoubleLane upper, ref float source, ref float target)
    {
        var isSecondNaN = float.IsNaN(Unsafe.Add(ref source, 1));
        target = float.IsNaN(source) ? float.NaN : (float)lower._value;
        Unsafe.Add(ref target, 1) = isSecondNaN ? float.NaN : (float)upper._value;
    }

    /// <summary>x within least .. most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Limit(float x, float least, float most) =>
        x < least ? least
        : x > most ? most
        : x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane FusedMultiplyAdd(DoubleLane a, DoubleLane b, DoubleLane c) =>
        new(Math.FusedMultiplyAdd(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane CopySign(DoubleLane x, DoubleLane sign) => new(Math.CopySign(x._value, sign._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane SelectEqual(DoubleLane a, DoubleLane b, DoubleLane yes, DoubleLane no) => a._value == b._value ? yes : no;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane SelectGreater(DoubleLane a, DoubleLane b, DoubleLane yes, DoubleLane no) => a._value > b._value ? yes : no;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane PowerOfTwo(DoubleLane shifted) =>
        new(BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(shifted._value) << DoubleBits.MantissaBits) + DoubleBits.One));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane Scale(DoubleLane x, DoubleLane n, DoubleLane shifted) => x * PowerOfTwo(shifted);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(DoubleLane x, out DoubleLane exponent, out DoubleLane mantissa)
    {
        var bits = BitConverter.DoubleToInt64Bits(x._value);
        var steps =
            ((bits - (DoubleBits.SqrtHalf - DoubleBits.One)) >>> DoubleBits.MantissaBits) - (DoubleBits.One >> DoubleBits.MantissaBits);
        mantissa = new(BitConverter.Int64BitsToDouble(bits - (steps << DoubleBits.MantissaBits)));
        exponent = new(BitConverter.Int64BitsToDouble(steps + DoubleBits.RoundingShiftBits) - DoubleBits.RoundingShift);
    }
}
