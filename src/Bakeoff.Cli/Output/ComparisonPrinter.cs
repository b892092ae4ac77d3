using Bakeoff.Experiments.Comparing;

namespace Bakeoff.Cli.Output;

/// <summary>Writes a comparison for people: lined up for a terminal, or as Markdown.</summary>
internal static class ComparisonPrinter
{
    private const string Star = "* the interval leaves out zero: the clips tell the two apart.";

    public static void PrintText(Comparison comparison, TextWriter output)
    {
        foreach (var table in ComparisonTables.Create(comparison))
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
        output.Write(string.Join('\n', ComparisonTables.Create(comparison).Select(t => t.ToMarkdown())));
        foreach (var line in Remarks(comparison))
        {
            output.Write($"\n{line.Replace("*", "\\*", StringComparison.Ordinal)}\n");
        }
    }

    private static IEnumerable<string> Remarks(Comparison comparison) =>
        comparison.Pairs.Any(p => p.IsClear) ? comparison.Notes.Prepend(Star) : comparison.Notes;
}
