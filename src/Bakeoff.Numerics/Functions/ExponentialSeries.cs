using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>The part that <c>exp</c>, <c>tanh</c> and <c>sigmoid</c> of float32 have in common.</summary>
internal static class ExponentialSeries
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2 = 0.6931471805599453;

    /// <summary>
    /// e^z = 2^n (1 + series) for |z| below 1000, to 2^-33 of e^z; near zero the series alone is e^z - 1 to 2^-31 of its size.
    /// </summary>
    /// <remarks>
    /// z = n ln 2 + r; the polynomial of degree 7 in r is minimax on |r| &lt;= ln 2 / 2, with weight r
    /// (tests/fixtures/deterministic-math/polynomials.py).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Evaluate<TLanes>(TLanes z, out TLanes n, out TLanes shifted, out TLanes series)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        var shift = TLanes.Broadcast(DoubleBits.RoundingShift);
        shifted = TLanes.FusedMultiplyAdd(z, TLanes.Broadcast(Log2E), shift);
        n = shifted - shift;
        var r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Ln2), z);

        // (q0 + q1 r) + r^2 (q2 + q3 r) + r^4 (q4 + q5 r): a short chain, the same in every width.
        var square = r * r;
        var q01 = TLanes.FusedMultiplyAdd(r, TLanes.Broadcast(0.16666666817182207), TLanes.Broadcast(0.5000000046414493));
        var q23 = TLanes.FusedMultiplyAdd(r, TLanes.Broadcast(0.00833327301622928), TLanes.Broadcast(0.04166635465980088));
        var q45 = TLanes.FusedMultiplyAdd(r, TLanes.Broadcast(0.00019914194223688708), TLanes.Broadcast(0.0013941008679126611));
        var q = TLanes.FusedMultiplyAdd(square, TLanes.FusedMultiplyAdd(square, q45, q23), q01);
        series = TLanes.FusedMultiplyAdd(square, q, r);
    }
}
