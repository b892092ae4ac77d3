using System.Globalization;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Report;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Output;

/// <summary>The words and numbers that a comparison has in common on terminals, in Markdown and on its page.</summary>
internal static class ComparisonWords
{
    /// <summary>In place of a metric that an experiment does not have.</summary>
    public const string None = "-";

    /// <summary>Meaning of a mark in the tables.</summary>
    public const string SamePredictions = "same predictions: the seed has no part in this experiment.";

    /// <summary>The metrics that a table shows: the ranking one, then those of the test clips.</summary>
    public static IReadOnlyList<ComparedFigure> Figures(ComparisonGroup group) =>
        [
            .. ComparedFigure.All.Where(figure =>
                (figure.IsOfTest || figure == group.RankedBy || figure == ComparedFigure.Validation || figure == ComparedFigure.ValidationNumbers
                    || figure == ComparedFigure.Inner)
                && group.Experiments.Any(e => e.Figure(figure.Name) is not null)),
        ];

    /// <summary>The order of the experiments, and its reason where it needs one.</summary>
    /// <param name="group">The experiments.</param>
    /// <param name="ranking">The order that was asked for.</param>
    public static string Order(ComparisonGroup group, Ranking ranking) =>
        group.RankedBy switch
        {
            _ when group.Experiments.Count == 1 => string.Empty,
            { IsOfTest: true } by => $"best {by.Title} first: choosing by it is choosing on the test clips",
            { } by => $"best {by.Title} first",
            null when ranking.IsAsNamed => "in the order named",
            null => "in the order named, because none has a metric of validation clips",
        };

    /// <summary>Baselines on the clips of the group, and figures that others published.</summary>
    public static IReadOnlyList<ReferenceRow> Beside(ComparisonGroup group) =>
    [
        .. group.Experiments.Select(BaselinesOf).FirstOrDefault(static rows => rows.Count > 0) ?? [],
        .. ReferenceText.Published(group.References),
    ];

    private static List<ReferenceRow> BaselinesOf(ComparedExperiment experiment)
    {
        var counts = experiment.Result.Runs[0].Predictions.CountBy(static clip => clip.Label, StringComparer.Ordinal).ToDictionary();
        return experiment.Labels.Any(counts.ContainsKey)
            ? [.. ReferenceText.Baselines([.. experiment.Labels.Select(label => (label, (long)counts.GetValueOrDefault(label)))])]
            : [];
    }

    /// <summary>Figures that others published, a line each.</summary>
    public static IEnumerable<string> Published(ComparisonGroup group) => group.References.Select(static reference => string.Create(
        CultureInfo.InvariantCulture, $"published: {reference.Metric} {reference.Value:0.000} ({reference.Protocol}; {reference.Citation})"));

    /// <summary>Mean and standard deviation over the seeds.</summary>
    public static string Spread(ComparedExperiment experiment, ComparedFigure figure) =>
        experiment.Result.Statistic(figure.Name)?.ToString() ?? None;

    /// <summary>The 95 % interval.</summary>
    public static string Interval(ComparedExperiment experiment, ComparedFigure figure) =>
        (experiment.Figure(figure.LowName), experiment.Figure(figure.HighName)) is ({ } low, { } high)
            ? string.Create(CultureInfo.InvariantCulture, $"{low:0.000} to {high:0.000}")
            : None;

    /// <summary>The unit that a pair's tests drew: clips, or speakers.</summary>
    public static string Unit(ComparedPair pair) => pair.Result.Unit == BootstrapUnit.Speaker ? "speaker" : "clip";

    /// <summary>The difference of a pair, its interval, its corrected p-value and what follows of it.</summary>
    public static (string Difference, string Interval, string PValue, string Verdict) Describe(ComparedPair pair) =>
        (
            Signed(pair.Result.Difference),
            $"{Signed(pair.Result.Interval.Low)} to {Signed(pair.Result.Interval.High)}",
            pair.CorrectedPValue.ToString("0.0000", CultureInfo.InvariantCulture),
            pair.IsDifferent ? "different" : "unclear");

    /// <summary>The meaning of the findings on the pairs of a group.</summary>
    public static string Rule(ComparisonGroup group) =>
        $"different: p below {ComparedPair.Level.ToString(CultureInfo.InvariantCulture)}"
            + (group.Pairs.Count == 1
                ? "; else unclear."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $" after Holm's correction for {group.Pairs.Count} pairs; else unclear. Each interval is of its pair alone."));

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
