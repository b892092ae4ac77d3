using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>Natural logarithm.</summary>
internal readonly struct LogKernel : ILaneKernel
{
    /// <inheritdoc/>
    public static float Least => float.NegativeInfinity;

    /// <inheritdoc/>
    public static float Most => float.PositiveInfinity;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes>(TLanes x)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        LogarithmSeries.Evaluate(x, out var exponent, out var logarithm);
        return LogarithmSeries.Finish(x, TLanes.FusedMultiplyAdd(exponent, TLanes.Broadcast(0.6931471805599453), logarithm));
    }
}
