using System.Globalization;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Sweeps;

namespace Bakeoff.Cli.Output;

/// <summary>Ends a sweep with mean and standard deviation over the seeds of each group, then with what failed and why.</summary>
internal static class SweepPrinter
{
    /// <summary>
    /// Prints the table, writes the page of the members that ended well beside it, then prints failures to the error stream.
    /// </summary>
    /// <returns>0 when every member ended well, else the gravest of their exit codes.</returns>
    public static int Print(Workspace workspace, SweepResult result, string tablePath, TextWriter output, TextWriter errors)
    {
        IReadOnlyList<IReadOnlyList<string>> rows =
        [
            ["", "members", "seeds", .. SweepResult.Figures.Select(f => f.Title)],
            .. result.Groups.Select(g =>
                (IReadOnlyList<string>)
                    [
                        Short(g.Name, result.Name),
                        Count(g),
                        g.Seeds?.SeedsText ?? "-",
                        .. SweepResult.Figures.Select(f => g.Seeds?.Text(f.Name) ?? "-"),
                    ]),
        ];
        output.WriteLine();
        output.WriteLine($"{result.Name}, test clips, {SeedsResult.Legend}:");
        PlainTable.Write(output, rows, leftColumns: 1);
        output.WriteLine();
        output.WriteLine($"table: {Path.GetRelativePath(Environment.CurrentDirectory, tablePath)}");
        if (result.Members.Where(m => m.Fault is null).Select(m => m.Member.Name).ToList() is { Count: > 0 } finished)
        {
            var page = Path.ChangeExtension(tablePath, ".html");
            ComparisonPage.Write(Comparer.CompareMembers(workspace, finished), page);
            output.WriteLine($"page: {Path.GetRelativePath(Environment.CurrentDirectory, page)}");
        }

        if (result.Failures.Count == 0)
        {
            return ExitCodes.Done;
        }

        var exitCode = ExitCodes.Done;
        foreach (var failure in result.Failures)
        {
            errors.WriteLine();
            errors.WriteLine($"{failure.Member.Name} failed:");
            exitCode = Math.Max(exitCode, ErrorPrinter.Print(failure.Fault!, errors));
        }

        errors.WriteLine();
        errors.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Failures.Count} of {result.Members.Count} members failed. The same command runs only these again."));
        return exitCode;
    }

    private static string Count(SweepGroup group) =>
        string.Create(CultureInfo.InvariantCulture, $"{group.FinishedCount}/{group.Members.Count}");

    /// <summary>The settings that differ between groups; the experiment's name is above the table.</summary>
    private static string Short(string group, string experiment) =>
        group.Length > experiment.Length ? group[(experiment.Length + 1)..] : group;
}
