using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>The readable search that defines the result of <see cref="HistogramSearch"/>: every split of every feature, one after the
/// other.</summary>
internal static class HistogramReference
{
    /// <summary>Finds the best split of a node.</summary>
    /// <param name="bins">Bin of each of the node's rows, for one feature after the other.</param>
    /// <param name="derivatives">Derivatives of the rows.</param>
    /// <param name="limits">Limits of a leaf.</param>
    /// <returns>The split with the largest score; of equal ones that of the first feature, then of the first bin.</returns>
    public static BoostedSplit Find(IEnumerable<int[]> bins, Vector128<long>[] derivatives, SplitLimits limits)
    {
        var all = derivatives.Aggregate(Vector128<long>.Zero, static (sum, own) => sum + own);
        var best = BoostedSplit.None;
        foreach (var (feature, own) in bins.Index())
        {
            for (var bin = 0; bin < own.DefaultIfEmpty().Max(); bin++)
            {
                var left = own.Zip(derivatives).Where(row => row.First <= bin)
                    .Aggregate(Vector128<long>.Zero, static (sum, row) => sum + row.Second);
                var right = all - left;
                var (leftWeight, rightWeight) = (DerivativeScale.Weight(left), DerivativeScale.Weight(right));
                var isAllowed = DerivativeScale.Count(left) >= limits.MinLeaf && DerivativeScale.Count(right) >= limits.MinLeaf
                    && leftWeight >= limits.MinWeight && rightWeight >= limits.MinWeight;

                // Both squares over their divisors, as one fraction.
                var (leftDivisor, rightDivisor) = (leftWeight + limits.L2, rightWeight + limits.L2);
                var (leftSquare, rightSquare) = (left[0] * (double)left[0], right[0] * (double)right[0]);
                var score = ((leftSquare * rightDivisor) + (rightSquare * leftDivisor)) / (leftDivisor * rightDivisor);
                best = isAllowed && score > best.Score ? new BoostedSplit(score, feature, bin) : best;
            }
        }

        return best;
    }
}
