using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>1 / (1 + e^-x).</summary>
internal readonly struct SigmoidKernel : ILaneKernel
{
    // At -120 the result rounds to zero in float32, at 120 to one.
    /// <inheritdoc/>
    public static float Least => -120f;

    /// <inheritdoc/>
    public static float Most => 120f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes>(TLanes x)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        ExponentialSeries.Evaluate(TLanes.Broadcast(0.0) - x, out var n, out var shifted, out var series);
        var one = TLanes.Broadcast(1.0);
        return one / (TLanes.Scale(one + series, n, shifted) + one);
    }
}
