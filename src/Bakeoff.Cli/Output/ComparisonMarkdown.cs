using System.Globalization;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Options.Sweeps;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Output;

/// <summary>Writes a comparison as Markdown: for each set of test clips a table of results to publish, parameters and differences.</summary>
internal static class ComparisonMarkdown
{
    public static void Print(Comparison comparison, Ranking ranking, TextWriter output)
    {
        var tables = comparison.Groups.SelectMany(group => Tables(comparison, group, ranking)).ToList();
        output.Write(string.Join('\n', tables));
        var remarks = comparison
            .Groups.Where(static group => group.Pairs.Count > 0)
            .SelectMany(static group => new[] { ComparisonWords.Rule(group), ComparisonWords.Claim(group) })
            .Concat(comparison.Groups.SelectMany(ComparisonWords.Published))
            .Distinct(StringComparer.Ordinal)
            .Concat(comparison.Experiments.Any(static e => e.Result.IsSeedUnused) ? [ComparisonWords.SamePredictions] : [])
            .Concat(comparison.Notes);
        foreach (var remark in remarks)
        {
            output.Write($"\n{remark.Replace("*", "\\*", StringComparison.Ordinal)}\n");
        }
    }

    private static IEnumerable<string> Tables(Comparison comparison, ComparisonGroup group, Ranking ranking)
    {
        yield return Results(group, ranking);

        // Everything in the project differs in nearly everything; the page and the other formats have it all.
        if (!comparison.IsLeaderboard && group.DifferingKeys.Count > 0)
        {
            yield return Parameters(group);
        }

        if (group.Pairs.Count > 0)
        {
            yield return Pairs(group);
        }
    }

    /// <summary>
    /// The spread over seeds and the interval over clips in columns of their own, and the command that makes each row again.
    /// </summary>
    private static string Results(ComparisonGroup group, Ranking ranking)
    {
        var order = ComparisonWords.Order(group, ranking);
        var chosenBy = ComparisonWords.Figures(group).Where(static figure => !figure.IsOfTest).ToList();
        return Titled(
            order.Length == 0 ? group.Title : $"{group.Title}; {order}",
            [
                [
                    "experiment",
                    "corpus",
                    "split",
                    "leaks",
                    "clips",
                    .. chosenBy.Select(static figure => figure.Title),
                    $"{group.Headline.Title}, mean ± standard deviation",
                    "seeds",
                    "95 % interval over clips",
                    "accuracy",
                    "made by",
                ],
                .. group.Experiments.Select(e =>
                    (IReadOnlyList<string>)
                        [
                            $"`{e.Name}`",
                            e.Corpus,
                            e.Split,
                            e.LeaksText,
                            e.Result.ClipCount.ToString(CultureInfo.InvariantCulture),
                            .. chosenBy.Select(figure => ComparisonWords.Spread(e, figure)),
                            ComparisonWords.Spread(e, group.Headline),
                            e.Result.SeedsText,
                            ComparisonWords.Interval(e, group.Headline),
                            e.Result.Statistic("test_accuracy")?.ToString() ?? ComparisonWords.None,
                            $"`{Command(e)}`",
                        ]),
            ],
            leftColumns: 4);
    }

    private static string Command(ComparedExperiment experiment)
    {
        var file = SweepNames.ExperimentOf(experiment.Name);
        if (experiment.Members.Count == 0)
        {
            return $"bakeoff report {experiment.Name}";
        }

        // Seeds may have been given on the command line; given again, they change nothing where the file names them.
        return experiment.Name == file
            ? $"bakeoff sweep {file} --set='seeds=[{string.Join(", ", experiment.Result.Runs.Select(run => run.Seed))}]'"
            : $"bakeoff sweep {file}";
    }

    private static string Parameters(ComparisonGroup group) =>
        Titled(
            "Parameters that differ",
            [
                ["parameter", .. group.Experiments.Select(static e => e.Name)],
                .. group.DifferingKeys.Select(key =>
                    (IReadOnlyList<string>)
                        [key, .. group.Experiments.Select(e => e.Parameters.GetValueOrDefault(key, ComparisonWords.None))]),
            ],
            leftColumns: group.Experiments.Count + 1);

    private static string Pairs(ComparisonGroup group) =>
        Titled(
            $"Differences in {group.Headline.Title} on the same clips, first minus second{(IsOfMeans(group) ? ", means over their seeds" : "")}",
            [
                ["first", "second", "drawn by", "clips", "difference", "95 % interval", "p", ""],
                .. group.Pairs.Select(pair =>
                {
                    var (difference, interval, pValue, verdict) = ComparisonWords.Describe(pair);
                    return (IReadOnlyList<string>)
                        [
                            pair.First.Name,
                            pair.Second.Name,
                            ComparisonWords.Drawn(pair),
                            pair.Result.Clips.ToString(CultureInfo.InvariantCulture),
                            difference,
                            interval,
                            pValue,
                            verdict,
                        ];
                }),
            ],
            leftColumns: 3);

    private static string Titled(string title, IReadOnlyList<IReadOnlyList<string>> rows, int leftColumns) =>
        $"**{title}**\n\n{MarkdownTable.Render(rows, leftColumns)}";

    private static bool IsOfMeans(ComparisonGroup group) => group.Experiments.Any(static e => e.Result.Runs.Count > 1);
}
