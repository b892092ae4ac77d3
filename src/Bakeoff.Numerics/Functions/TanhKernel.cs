using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>tanh x = (e^2x - 1) / (e^2x + 1).</summary>
internal readonly struct TanhKernel : ILaneKernel
{
    // Beyond 9.1 the result rounds to one in float32.
    /// <inheritdoc/>
    public static float Least => -20f;

    /// <inheritdoc/>
    public static float Most => 20f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes>(TLanes x)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        ExponentialSeries.Evaluate(x + x, out _, out var shifted, out var series);
        var scale = TLanes.PowerOfTwo(shifted);
        var minusOne = TLanes.FusedMultiplyAdd(scale, series, scale - TLanes.Broadcast(1.0));
        return TLanes.CopySign(minusOne / (minusOne + TLanes.Broadcast(2.0)), x);
    }
}
