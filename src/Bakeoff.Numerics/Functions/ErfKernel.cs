using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>Error function as x P(x^2) / Q(x^2).</summary>
/// <remarks>Numerator and denominator are a weighted least-squares fit on |x| &lt;= 4 with a relative error of at most 2.1e-10.</remarks>
internal readonly struct ErfKernel : ILaneKernel
{
    // Beyond 3.92 the result rounds to one in float32.
    /// <inheritdoc/>
    public static float Least => -4f;

    /// <inheritdoc/>
    public static float Most => 4f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes>(TLanes x)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        var u = x * x;
        var p = TLanes.FusedMultiplyAdd(u, TLanes.Broadcast(9.202267408944415e-07), TLanes.Broadcast(5.279975796216838e-05));
        p = TLanes.FusedMultiplyAdd(p, u, TLanes.Broadcast(0.0008140226814343716));
        p = TLanes.FusedMultiplyAdd(p, u, TLanes.Broadcast(0.009738055645394513));
        p = TLanes.FusedMultiplyAdd(p, u, TLanes.Broadcast(0.07395628825807053));
        p = TLanes.FusedMultiplyAdd(p, u, TLanes.Broadcast(0.30337449846701303));
        p = TLanes.FusedMultiplyAdd(p, u, TLanes.Broadcast(1.1283791670606564));
        var q = TLanes.FusedMultiplyAdd(u, TLanes.Broadcast(3.925006070321067e-08), TLanes.Broadcast(9.18706915901259e-06));
        q = TLanes.FusedMultiplyAdd(q, u, TLanes.Broadcast(0.00021644289068718765));
        q = TLanes.FusedMultiplyAdd(q, u, TLanes.Broadcast(0.0030174916427940486));
        q = TLanes.FusedMultiplyAdd(q, u, TLanes.Broadcast(0.02764458229872929));
        q = TLanes.FusedMultiplyAdd(q, u, TLanes.Broadcast(0.1662727462252271));
        q = TLanes.FusedMultiplyAdd(q, u, TLanes.Broadcast(0.6021919791708954));
        q = TLanes.FusedMultiplyAdd(q, u, TLanes.Broadcast(1.0));
        return x * p / q;
    }
}
