using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>1 / (1 + e^-x).</summary>
internal readonly struct SigmoidKernel : ILaneKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes>(TLanes x)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        // At -120 the result rounds to zero in float32.
        var z = TLanes.Clamp(TLanes.Broadcast(0.0) - x, TLanes.Broadcast(-120.0), TLanes.Broadcast(120.0));
        ExponentialSeries.Evaluate(z, out var scale, out var series);
        var one = TLanes.Broadcast(1.0);
        var result = one / (TLanes.FusedMultiplyAdd(scale, series, scale) + one);
        return TLanes.SelectEqual(x, x, result, TLanes.Broadcast(double.NaN));
    }
}
