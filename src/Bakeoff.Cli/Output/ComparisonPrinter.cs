using Bakeoff.Experiments.Comparing;

namespace Bakeoff.Cli.Output;

/// <summary>Writes a comparison for people: lined up for a terminal, or as Markdown.</summary>
internal static class ComparisonPrinter
{
    private const string Star = "* the interval leaves out zero: the clips tell the two apart.";
    private const string SamePredictions = "same predictions: the seed has no part in this experiment.";

    public static void PrintText(Comparison comparison, TextWriter output)
    {
        foreach (var table in ComparisonTables.Create(comparison, isMarkdown: false))
        {
            table.WriteText(output);
            output.WriteLine();
        }

        foreach (var line in Remarks(comparison))
        {
            output.WriteLine(line);
        }
    }

    public static void PrintMarkdown(Comparison comparison, TextWriter output)
    {
        output.Write(string.Join('\n', ComparisonTables.Create(comparison, isMarkdown: true).Select(t => t.ToMarkdown())));
        foreach (var line in Remarks(comparison))
        {
            output.Write($"\n{line.Replace("*", "\\*", StringComparison.Ordinal)}\n");
        }
    }

    private static IEnumerable<string> Remarks(Comparison comparison) =>
        [
            .. comparison.Experiments.Any(e => e.Result.IsSeedUnused) ? [SamePredictions] : Array.Empty<string>(),
            .. comparison.Pairs.Any(p => p.IsClear) ? [Star] : Array.Empty<string>(),
            .. comparison.Notes,
        ];
}
