using System.Runtime.InteropServices;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>A split of a node.</summary>
/// <param name="Score">Sum of both sides' <see cref="DerivativeScale.Score"/>; negative infinity where no split is allowed.</param>
/// <param name="Place">Place of the feature in <see cref="BinnedColumns"/>.</param>
/// <param name="Bin">The last bin of the left side.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BoostedSplit(double Score, int Place, int Bin)
{
    /// <summary>No split.</summary>
    public static BoostedSplit None { get; } = new(double.NegativeInfinity, -1, -1);
}
