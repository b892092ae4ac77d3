using System.Globalization;
using Bakeoff.Experiments.Configuration;

namespace Bakeoff.Experiments.Comparing;

/// <summary>Experiments that were tested on the same clips, so that one ranking holds all of them.</summary>
/// <param name="RankedBy">The metric that orders them, the best first; null where none has it: they are in the order named.</param>
/// <param name="Experiments">The experiments, at least one; those without the metric come last.</param>
/// <param name="Pairs">Paired differences: every pair of a few experiments, of many each with the first.</param>
public sealed record ComparisonGroup(
    ComparedFigure? RankedBy,
    IReadOnlyList<ComparedExperiment> Experiments,
    IReadOnlyList<ComparedPair> Pairs)
{
    /// <summary>Dotted keys whose values are not the same in all of them, in ordinal order.</summary>
    public IReadOnlyList<string> DifferingKeys { get; } = SeedGroups.DifferingKeys(Experiments);

    /// <summary>The corpus, and the number of clips: <c>quickstart, 280 test clips</c>.</summary>
    public string Title { get; } =
        string.Join(" and ", Experiments.Select(static e => e.Corpus).Distinct(StringComparer.Ordinal)) + ", " + Clips(Experiments);

    /// <summary>Figures that others published, as its experiments name them.</summary>
    public IReadOnlyList<ReferenceOptions> References { get; } = [.. Experiments.SelectMany(static e => e.References).Distinct()];

    /// <summary>The metric by which its pairs are compared.</summary>
    public ComparedFigure Headline { get; } =
        HaveSameLabels(Experiments) ? ComparedFigure.Headline : ComparedFigure.NumbersHeadline;

    /// <summary>True if all predict the same labels, in the same order.</summary>
    internal static bool HaveSameLabels(IReadOnlyList<ComparedExperiment> experiments) =>
        experiments[0].Labels.Count > 0
        && experiments.All(other => other.Labels.SequenceEqual(experiments[0].Labels, StringComparer.Ordinal));

    /// <summary>True if all predict the same numbers, in any order.</summary>
    internal static bool HaveSameTargets(IReadOnlyList<ComparedExperiment> experiments) =>
        experiments[0].Targets.Count > 0
        && experiments.All(other => other.Targets.Order(StringComparer.Ordinal).SequenceEqual(
            experiments[0].Targets.Order(StringComparer.Ordinal), StringComparer.Ordinal));

    private static string Clips(IReadOnlyList<ComparedExperiment> experiments)
    {
        var (least, most) = (experiments.Min(static e => e.Result.ClipCount), experiments.Max(static e => e.Result.ClipCount));
        return string.Create(CultureInfo.InvariantCulture, $"{(least == most ? "" : $"{least} to ")}{most} test clip{(most == 1 ? "" : "s")}");
    }
}
