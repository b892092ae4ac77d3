using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>Logarithm to base 10.</summary>
internal readonly struct Log10Kernel : ILaneKernel
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
        var result = TLanes.FusedMultiplyAdd(
            exponent, TLanes.Broadcast(0.3010299956639812), logarithm * TLanes.Broadcast(0.4342944819032518));
        return LogarithmSeries.Finish(x, result);
    }
}
