using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>tanh x = (e^2x - 1) / (e^2x + 1).</summary>
internal readonly struct TanhKernel : ILaneKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes>(TLanes x)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        // Beyond 9.1 the result rounds to 1 in float32.
        var z = TLanes.Clamp(x + x, TLanes.Broadcast(-40.0), TLanes.Broadcast(40.0));
        ExponentialSeries.Evaluate(z, out var scale, out var series);
        var minusOne = TLanes.FusedMultiplyAdd(scale, series, scale - TLanes.Broadcast(1.0));
        var result = TLanes.CopySign(minusOne / (minusOne + TLanes.Broadcast(2.0)), x);
        return TLanes.SelectEqual(x, x, result, TLanes.Broadcast(double.NaN));
    }
}
