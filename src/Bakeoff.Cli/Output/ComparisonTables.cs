using System.Globalization;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Cli.Output;

/// <summary>A comparison as tables: metrics, parameters that differ, paired differences.</summary>
internal static class ComparisonTables
{
    private const string None = "-";

    /// <summary>The tables for a terminal, or for Markdown.</summary>
    public static IReadOnlyList<TextTable> Create(Comparison comparison, bool isMarkdown)
    {
        var tables = new List<TextTable> { isMarkdown ? Results(comparison) : Figures(comparison) };

        // Everything in the project differs in nearly everything; the page and the other formats have it all.
        if (!comparison.IsLeaderboard && comparison.DifferingKeys.Count > 0)
        {
            tables.Add(Parameters(comparison));
        }

        if (comparison.Pairs.Count > 0)
        {
            tables.Add(Pairs(comparison));
        }

        return tables;
    }

    /// <summary>
    /// The metrics as a table of results to publish: the spread over seeds and the interval over clips in columns of their own, and the
    /// command that makes each row again.
    /// </summary>
    private static TextTable Results(Comparison comparison) =>
        new(
            "Test clips",
            [
                [
                    "experiment",
                    "corpus",
                    "split",
                    "leaks",
                    "clips",
                    "UAR, mean ± standard deviation",
                    "seeds",
                    "95 % interval over clips",
                    "accuracy",
                    "made by",
                ],
                .. comparison.Experiments.Select(e =>
                    (IReadOnlyList<string>)
                        [
                            $"`{e.Name}`",
                            .. Description(e),
                            Spread(e, ComparedFigure.All[0]),
                            e.Result.SeedsText,
                            Interval(e, ComparedFigure.All[0]),
                            Spread(e, ComparedFigure.All[1]),
                            $"`{Command(e)}`",
                        ]),
            ],
            LeftColumns: 4);

    private static TextTable Figures(Comparison comparison) =>
        new(
            $"{(comparison.IsLeaderboard ? "Leaderboard, test clips" : "Test clips")}, {Legend(comparison)}",
            [
                ["experiment", "dataset", "split", "leaks", "clips", "seeds", .. ComparedFigure.All.Select(f => f.Title)],
                .. comparison.Experiments.Select(e =>
                    (IReadOnlyList<string>)
                        [e.Name, .. Description(e), e.Result.SeedsText, .. ComparedFigure.All.Select(f => e.Result.Text(f.Name) ?? None)]),
            ],
            LeftColumns: 4);

    private static string Legend(Comparison comparison) =>
        comparison.Experiments.Any(e => e.Result.Runs.Count > 1) ? SeedsResult.Legend : "one seed each [95 % interval over clips]";

    /// <summary>Corpus, split, leaks and number of clips.</summary>
    private static string[] Description(ComparedExperiment experiment) =>
        [
            experiment.Parameters.GetValueOrDefault("dataset.name", None),
            experiment.Parameters.GetValueOrDefault("split.by", None),
            experiment.LeaksText,
            experiment.Result.ClipCount.ToString(CultureInfo.InvariantCulture),
        ];

    private static string Spread(ComparedExperiment experiment, ComparedFigure figure) =>
        experiment.Result.Statistic(figure.Name)?.ToString() ?? None;

    private static string Interval(ComparedExperiment experiment, ComparedFigure figure) =>
        (experiment.Figure(figure.LowName), experiment.Figure(figure.HighName)) is ({ } low, { } high)
            ? string.Create(CultureInfo.InvariantCulture, $"{low:0.000} to {high:0.000}")
            : None;

    private static string Command(ComparedExperiment experiment) =>
        experiment.Members.Count > 0
            ? $"bakeoff sweep {SweepNames.ExperimentOf(experiment.Name)}"
            : $"bakeoff report --experiment={experiment.Name}";

    private static TextTable Parameters(Comparison comparison) =>
        new(
            "Parameters that differ",
            [
                ["parameter", .. comparison.Experiments.Select(e => e.Name)],
                .. comparison.DifferingKeys.Select(key =>
                    (IReadOnlyList<string>)[key, .. comparison.Experiments.Select(e => e.Parameters.GetValueOrDefault(key, None))]),
            ],
            LeftColumns: comparison.Experiments.Count + 1);

    private static TextTable Pairs(Comparison comparison) =>
        new(
            comparison.Experiments.Any(e => e.Result.Runs.Count > 1)
                ? "Paired differences in UAR on the same clips (first minus second, means over their seeds)"
                : "Paired differences in UAR on the same clips (first minus second)",
            [
                ["first", "second", "drawn by", "clips", "difference", "95 % interval", "p"],
                .. comparison.Pairs.Select(p =>
                    (IReadOnlyList<string>)
                        [
                            p.First,
                            p.Second,
                            p.Result.Unit == BootstrapUnit.Speaker ? "speaker" : "clip",
                            p.Result.Clips.ToString(CultureInfo.InvariantCulture),
                            Signed(p.Result.UarDifference),
                            $"{Signed(p.Result.Interval.Low)} to {Signed(p.Result.Interval.High)}{(p.IsClear ? " *" : string.Empty)}",
                            p.Result.PValue.ToString("0.0000", CultureInfo.InvariantCulture),
                        ]),
            ],
            LeftColumns: 3);

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
