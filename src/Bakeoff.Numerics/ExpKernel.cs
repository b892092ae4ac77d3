using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>e^x.</summary>
internal readonly struct ExpKernel : ILaneKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes>(TLanes x)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        // e^120 rounds to infinity and e^-120 to zero in float32; inside, float64 has range to spare.
        var z = TLanes.Clamp(x, TLanes.Broadcast(-120.0), TLanes.Broadcast(120.0));
        ExponentialSeries.Evaluate(z, out var scale, out var series);
        return TLanes.SelectEqual(x, x, TLanes.FusedMultiplyAdd(scale, series, scale), TLanes.Broadcast(double.NaN));
    }
}
