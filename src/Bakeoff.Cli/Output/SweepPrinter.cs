using System.Globalization;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Sweeps;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Cli.Output;

/// <summary>Ends a sweep with mean and standard deviation over the seeds of each setting, then with what failed and why.</summary>
internal static class SweepPrinter
{
    /// <summary>Trials of a search that are printed; the table in the file has all.</summary>
    private const int MostTrials = 10;

    /// <summary>
    /// Prints the table, writes the page of the members that ended well beside it, then prints failures to the error stream.
    /// </summary>
    /// <returns>0 when every member ended well, else the gravest of their exit codes.</returns>
    public static int Print(Workspace workspace, SweepResult result, string tablePath, TextWriter output, TextWriter errors)
    {
        output.WriteLine();
        if (result.Search is { } search)
        {
            PrintTrials(result, search, output);
        }

        // Trials of a search that were not chosen are tested at most for single folds, and the chosen one by the last jobs of a cluster.
        var finished = result
            .Members.Where(member => member.Result is { Metrics.Count: > 0 })
            .Where(member => result.Search is null || member.Member.Group == result.Search.Chosen)
            .Select(static member => member.Member.Name)
            .ToList();
        if (finished.Count > 0)
        {
            var comparison = Comparer.CompareMembers(workspace, finished);
            PrintResults(result, comparison, output);
            ComparisonPage.WriteAndName(comparison, Ranking.Usual, Path.ChangeExtension(tablePath, ".html"), output, result);
        }

        foreach (var table in result.TablesIn(Path.GetDirectoryName(tablePath)!))
        {
            output.WriteLine($"table: {Path.GetRelativePath(Environment.CurrentDirectory, table)}");
        }

        foreach (var group in result.Groups.Where(g => g.FinishedCount < g.Members.Count && result.Search is null))
        {
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{group.Name}: {group.FinishedCount} of {group.Members.Count} members have results"));
        }

        return result.Failures.Count == 0 ? ExitCodes.Done : PrintFailures(result, errors);
    }

    /// <summary>Prints each failure and their count.</summary>
    /// <returns>The gravest of their exit codes; 0 for a search that has what it needs.</returns>
    private static int PrintFailures(SweepResult result, TextWriter errors)
    {
        var exitCode = ExitCodes.Done;
        foreach (var failure in result.Failures)
        {
            errors.WriteLine();
            errors.WriteLine($"{failure.Member.ShortName} ({failure.Member.Experiment.Label}) failed:");
            exitCode = Math.Max(exitCode, ErrorPrinter.Print(failure.Fault!, errors));
        }

        errors.WriteLine();
        errors.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Failures.Count} of {result.Members.Count} members failed. The same command runs only these again."));

        // A search expects that some of its draws train badly, and goes on without them.
        var hasWhatItNeeds = result.Search is { Chosen: var chosen }
            && result.Groups.Any(group => (chosen is null || group.Name == chosen) && group.FinishedCount == group.Members.Count);
        return hasWhatItNeeds ? ExitCodes.Done : exitCode;
    }

    private static void PrintTrials(SweepResult result, SearchResult search, TextWriter output)
    {
        var ranked = result
            .Groups.Where(group => group.Mean(search.Objective) is not null)
            .OrderByDescending(group => SearchObjective.Score(search.Objective, group.Mean(search.Objective)!.Value))
            .ToList();
        var numbers = MemberNumbers.Of(result);
        PlainTable.Write(
            output,
            [
                ["trial", "setting", search.Objective],
                .. ranked
                    .Take(MostTrials)
                    .Select(group => (IReadOnlyList<string>)[numbers[group.Name], group.Label, group.Text(search.Objective)]),
            ],
            leftColumns: 2);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Min(MostTrials, ranked.Count)} of {result.Groups.Count} trials; {search.Sentence}"));
        output.WriteLine();
    }

    private static void PrintResults(SweepResult result, Comparison comparison, TextWriter output)
    {
        if (result.Cross is { } cross)
        {
            CrossText.Print(cross, output);
            output.WriteLine();
        }
        else
        {
            PrintGroups(result, comparison, output);
        }

        if (result.Nested is { } nested)
        {
            Wrapped.Write(nested.Sentence, 0, output);
            output.WriteLine();
        }
    }

    private static void PrintGroups(SweepResult result, Comparison comparison, TextWriter output)
    {
        var text = new ComparisonText(output, MemberNumbers.Of(result), Ranking.Usual);
        foreach (var group in comparison.Groups)
        {
            // Names that are cut leave the settings untold; a single one differs from none.
            if (text.PrintTable(group, "") && group.DifferingKeys.Count > 0)
            {
                text.PrintParameters(group);
            }
        }
    }
}
