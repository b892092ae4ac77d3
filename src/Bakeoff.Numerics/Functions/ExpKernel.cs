using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>e^x.</summary>
internal readonly struct ExpKernel : ILaneKernel
{
    // e^120 rounds to infinity and e^-120 to zero in float32; inside, float64 has range to spare.
    /// <inheritdoc/>
    public static float Least => -120f;

    /// <inheritdoc/>
    public static float Most => 120f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes>(TLanes x)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        ExponentialSeries.Evaluate(x, out var n, out var shifted, out var series);
        return TLanes.Scale(TLanes.Broadcast(1.0) + series, n, shifted);
    }
}
