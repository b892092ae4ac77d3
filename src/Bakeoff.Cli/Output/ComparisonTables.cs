using System.Globalization;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Experiments.Comparing;

namespace Bakeoff.Cli.Output;

/// <summary>A comparison as tables: metrics, parameters that differ, paired differences.</summary>
internal static class ComparisonTables
{
    private const string None = "-";

    public static IReadOnlyList<TextTable> Create(Comparison comparison)
    {
        var tables = new List<TextTable> { Figures(comparison) };

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

    private static TextTable Figures(Comparison comparison) =>
        new(
            comparison.IsLeaderboard ? "Leaderboard, test clips, 95 % intervals" : "Test clips, 95 % intervals",
            [
                ["experiment", "dataset", "split", "leaks", "clips", .. ComparedFigure.All.Select(f => f.Title)],
                .. comparison.Experiments.Select(e =>
                    (IReadOnlyList<string>)
                        [
                            e.Name,
                            e.Parameters.GetValueOrDefault("dataset.name", None),
                            e.Parameters.GetValueOrDefault("split.by", None),
                            e.LeaksText,
                            e.Predictions.Count.ToString(CultureInfo.InvariantCulture),
                            .. ComparedFigure.All.Select(f => Figure(e, f)),
                        ]),
            ],
            LeftColumns: 4);

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
            "Paired differences in UAR on the same clips (first minus second)",
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

    private static string Figure(ComparedExperiment experiment, ComparedFigure figure) =>
        (experiment.Figure(figure.Name), experiment.Figure(figure.LowName), experiment.Figure(figure.HighName)) switch
        {
            (null, _, _) => None,
            ({ } value, { } low, { } high) => string.Create(CultureInfo.InvariantCulture, $"{value:0.000} [{low:0.000}, {high:0.000}]"),
            ({ } value, _, _) => value.ToString("0.000", CultureInfo.InvariantCulture),
        };

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
