using System.Globalization;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Experiments.Report;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Comparing;

/// <summary>The words and numbers that a comparison has in common on terminals, in Markdown, on its page and in papers.</summary>
public static class ComparisonWords
{
    /// <summary>Findings that a sentence names; the table has all.</summary>
    private const int MostClaims = 6;

    /// <summary>Below it a p-value is not stated: none is 0.</summary>
    private const double SmallestPValue = 0.0001;

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
        return
        [
            .. experiment.Labels.Any(counts.ContainsKey)
                ? ReferenceText.Baselines([.. experiment.Labels.Select(label => (label, (long)counts.GetValueOrDefault(label)))])
                : [],
            .. ReferenceText.Baselines(ReportFigures.Points(experiment.Targets, experiment.Result.Runs[0].Predictions)),
        ];
    }

    /// <summary>A sentence on answers that are withheld, of several seeds with means; null where none are.</summary>
    public static string? Answers(ComparedExperiment experiment) => experiment.Answered switch
    {
        [] => null,
        [var only] => ConfidenceText.Describe(only),
        [var first, ..] all => ConfidenceText.Describe(first with
        {
            Answered = all.Average(static score => score.Answered),
            Accuracy = all.Average(static score => score.Accuracy),
            Interval = null,
        }),
    };

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

    /// <summary>Everything that varies in a pair's tests: <c>clip</c>, <c>speaker and seed</c>.</summary>
    public static string Drawn(ComparedPair pair) => $"{Unit(pair)}{(pair.Result.IsOverSeeds ? " and seed" : "")}";

    /// <summary>The difference of a pair, its interval, its corrected p-value and what follows of it.</summary>
    public static (string Difference, string Interval, string PValue, string Verdict) Describe(ComparedPair pair) =>
        (
            Signed(pair.Result.Difference),
            $"{Signed(pair.Result.Interval.Low)} to {Signed(pair.Result.Interval.High)}",
            pair.CorrectedPValue < SmallestPValue
                ? FormattableString.Invariant($"< {SmallestPValue}")
                : pair.CorrectedPValue.ToString("0.0000", CultureInfo.InvariantCulture),
            pair.IsDifferent ? "different" : "unclear");

    /// <summary>The meaning of the findings on the pairs of a group.</summary>
    public static string Rule(ComparisonGroup group) =>
        $"different: p below {ComparedPair.Level.ToString(CultureInfo.InvariantCulture)}"
            + (group.Pairs.Count == 1
                ? "; else unclear."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $" after Holm's correction for {group.Pairs.Count} pairs; else unclear. Each interval is of its pair alone."));

    /// <summary>A sentence on what the pairs of a group allow to say, and for what; empty where there are none.</summary>
    public static string Claim(ComparisonGroup group)
    {
        if (group.Pairs.Count == 0)
        {
            return "";
        }

        var better = group.Pairs.Where(static pair => pair.IsDifferent).Select(Better).ToList();
        var open = group.Pairs.Count - better.Count;
        var finding = better.Count == 0 ? "nothing; no difference is larger than what chance explains"
            : string.Join(", ", better.Take(MostClaims))
                + (better.Count > MostClaims ? string.Create(CultureInfo.InvariantCulture, $" and {better.Count - MostClaims} more") : "")
                + (open == 0 ? "" : $"; nothing about the other {(open == 1 ? "pair" : "pairs")}");
        return $"What may be claimed: {finding}. {Scope(group, hasFindings: better.Count > 0)}";
    }

    private static string Better(ComparedPair pair) => pair.Result.Difference > 0
        ? $"{pair.First.Name} is better than {pair.Second.Name}"
        : $"{pair.Second.Name} is better than {pair.First.Name}";

    private static string Scope(ComparisonGroup group, bool hasFindings)
    {
        var pairs = group.Pairs.Where(pair => !hasFindings || pair.IsDifferent).ToList();
        var isBySpeaker = pairs.TrueForAll(static pair => pair.Result.Unit == BootstrapUnit.Speaker);
        var whom = isBySpeaker ? "other speakers like those tested" : "other clips of the speakers tested, not for other speakers";
        var heard = group.Experiments.Any(static e => e.Leaks.Contains("shared_speakers")) ? ", who were heard in training" : "";
        var seeds = pairs.TrueForAll(static pair => pair.Result.IsOverSeeds) ? "and other seeds"
            : pairs.Exists(static pair => pair.Result.IsOverSeeds) ? "and, where both have several, other seeds"
            : "with these seeds alone: another seed may change it, run both with several";
        return $"This is for {whom}{heard}, {seeds}.";
    }

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
