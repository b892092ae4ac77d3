using System.Globalization;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Sweeps;

namespace Bakeoff.Cli.Output;

/// <summary>Ends a sweep with mean and standard deviation over the seeds of each setting, then with what failed and why.</summary>
internal static class SweepPrinter
{
    /// <summary>
    /// Prints the table, writes the page of the members that ended well beside it, then prints failures to the error stream.
    /// </summary>
    /// <returns>0 when every member ended well, else the gravest of their exit codes.</returns>
    public static int Print(Workspace workspace, SweepResult result, string tablePath, TextWriter output, TextWriter errors)
    {
        output.WriteLine();
        if (result.Members.Where(m => m.Fault is null).Select(m => m.Member.Name).ToList() is { Count: > 0 } finished)
        {
            var comparison = Comparer.CompareMembers(workspace, finished);
            if (result.Cross is { } cross)
            {
                CrossText.Print(cross, output);
                output.WriteLine();
            }
            else
            {
                PrintGroups(result, comparison, output);
            }

            var page = Path.ChangeExtension(tablePath, ".html");
            var (folder, charts) = ComparisonPage.Write(comparison, Ranking.Usual, page, result);
            output.WriteLine($"page: {Path.GetRelativePath(Environment.CurrentDirectory, page)}");
            output.WriteLine($"{charts}: {Path.GetRelativePath(Environment.CurrentDirectory, folder)}");
        }

        foreach (var table in result.TablesIn(Path.GetDirectoryName(tablePath)!))
        {
            output.WriteLine($"table: {Path.GetRelativePath(Environment.CurrentDirectory, table)}");
        }

        foreach (var group in result.Groups.Where(g => g.FinishedCount < g.Members.Count))
        {
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{group.Name}: {group.FinishedCount} of {group.Members.Count} members have results"));
        }

        if (result.Failures.Count == 0)
        {
            return ExitCodes.Done;
        }

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
        return exitCode;
    }

    private static void PrintGroups(SweepResult result, Comparison comparison, TextWriter output)
    {
        var text = new ComparisonText(output, MemberNumbers.Of(result), Ranking.Usual);
        foreach (var group in comparison.Groups)
        {
            // Names that are cut leave the settings untold.
            if (text.PrintTable(group, ""))
            {
                text.PrintParameters(group);
            }
        }
    }
}
