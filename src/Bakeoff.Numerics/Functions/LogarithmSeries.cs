using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>The part that <c>log</c> and <c>log10</c> of float32 have in common.</summary>
internal static class LogarithmSeries
{
    /// <summary>
    /// x = 2^exponent (1 + f), log(1 + f) to 2^-37 of its size; special values of x replace the result in <see cref="Finish"/>.
    /// </summary>
    /// <remarks>
    /// log(1 + f) = 2 atanh(s), s = f / (2 + f); the cubic in s^2 is minimax up to (sqrt(2) - 1)^2 / (sqrt(2) + 1)^2
    /// (tests/fixtures/deterministic-math/polynomials.py).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Evaluate<TLanes>(TLanes x, out TLanes exponent, out TLanes logarithm)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        TLanes.Split(x, out exponent, out var mantissa);
        var s = (mantissa - TLanes.Broadcast(1.0)) / (mantissa + TLanes.Broadcast(1.0));
        var z = s * s;
        var low = TLanes.FusedMultiplyAdd(z, TLanes.Broadcast(0.4000033539927719), TLanes.Broadcast(0.6666666564460983));
        var high = TLanes.FusedMultiplyAdd(z, TLanes.Broadcast(0.2358243759009542), TLanes.Broadcast(0.28537294342202263));
        var q = TLanes.FusedMultiplyAdd(z * z, high, low);
        logarithm = TLanes.FusedMultiplyAdd(z * s, q, s + s);
    }

    /// <summary>
    /// The result where x is positive and finite; else the values that C99 defines for zero, negative and infinite arguments.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Finish<TLanes>(TLanes x, TLanes result)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        var zero = TLanes.Broadcast(0.0);
        var infinity = TLanes.Broadcast(double.PositiveInfinity);
        var special = TLanes.SelectEqual(x, zero, TLanes.Broadcast(double.NegativeInfinity), TLanes.Broadcast(double.NaN));
        return TLanes.SelectGreater(x, zero, TLanes.SelectEqual(x, infinity, infinity, result), special);
    }
}
