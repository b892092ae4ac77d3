using System.Text;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Shows experiments as text: every parameter with its origin, or only what differs between two.</summary>
public static class ExperimentPrinter
{
    /// <summary>Wider values stand out of their column, so that the others fit a line of 80 columns with their origin.</summary>
    private const int MaxValueWidth = 20;

    private const string Folder = "experiments/";

    /// <summary>One line a parameter, in columns: dotted key, value, and where the value was written.</summary>
    /// <remarks>Keys can be copied into <c>--set</c>. Lines end in a line feed.</remarks>
    public static string Print(ResolvedExperiment experiment)
    {
        var rows = experiment.Parameters.Select(p => (p.Key, p.Value, WithoutFolder(p.Origin.ToString()))).ToList();
        if (experiment.DatasetSource is { } source)
        {
            rows.Add(("dataset.source", source, "--set, not a parameter"));
        }

        return Columns(rows, MaxValueWidth);
    }

    /// <summary>One line a difference, in columns, below the two names; one sentence when nothing differs.</summary>
    public static string PrintDifferences(ResolvedExperiment left, ResolvedExperiment right)
    {
        var differences = ExperimentDifference.Between(left, right);
        return differences.Count == 0
            ? $"{left.Name} and {right.Name} have equal parameters.\n"
            : Columns([("", left.Name, right.Name), .. differences.Select(d => (d.Key, d.Left ?? "-", d.Right ?? "-"))], int.MaxValue);
    }

    private static string WithoutFolder(string origin) =>
        origin.StartsWith(Folder, StringComparison.Ordinal) ? origin[Folder.Length..] : origin;

    private static string Columns(IReadOnlyList<(string First, string Second, string Third)> rows, int maxWidth)
    {
        var first = rows.Max(r => r.First.Length);
        var second = Math.Min(maxWidth, rows.Max(r => r.Second.Length));
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append(row.First.PadRight(first))
                .Append("  ")
                .Append(row.Second.PadRight(second))
                .Append("  ")
                .Append(row.Third)
                .Append('\n');
        }

        return text.ToString();
    }
}
