using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>One parameter in which two experiments differ.</summary>
/// <param name="Key">Dotted key.</param>
/// <param name="Left">Value in the first experiment; null when it has no such key.</param>
/// <param name="Right">Value in the second experiment; null when it has no such key.</param>
public sealed record ExperimentDifference(string Key, string? Left, string? Right)
{
    /// <summary>Everything in which two experiments differ, in the order of their parameters.</summary>
    public static IReadOnlyList<ExperimentDifference> Between(ResolvedExperiment left, ResolvedExperiment right) =>
        Between(left.Parameters, right.Parameters);

    /// <summary>
    /// Everything in which two lists of parameters differ: keys of the first in its order, then keys that only the second has.
    /// </summary>
    public static IReadOnlyList<ExperimentDifference> Between(IReadOnlyList<ResolvedParameter> left, IReadOnlyList<ResolvedParameter> right)
    {
        var rightValues = right.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        var leftKeys = left.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. left.Select(p => new ExperimentDifference(p.Key, p.Value, rightValues.GetValueOrDefault(p.Key)))
                .Concat(right.Where(p => !leftKeys.Contains(p.Key)).Select(p => new ExperimentDifference(p.Key, null, p.Value)))
                .Where(d => d.Left != d.Right),
        ];
    }

    /// <summary><c>features.n_mfcc: 40 -> 13</c>; a missing key is shown as <c>(none)</c>.</summary>
    public override string ToString() => $"{Key}: {Left ?? "(none)"} -> {Right ?? "(none)"}";
}
