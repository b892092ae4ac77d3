using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Train;

/// <summary>A row of <c>edges.csv</c>.</summary>
/// <param name="Fold">Name of the fold.</param>
/// <param name="Label">Name of a range of a number.</param>
/// <param name="From">The number from which on it reaches.</param>
internal sealed record EdgeEntry(string Fold, string Label, double From);

/// <summary>Writes and reads <c>edges.csv</c>, the edges of the labels that a model was trained with: fold, label, from.</summary>
internal static class EdgeTable
{
    private static readonly CsvTable<EdgeEntry> Table = new();
    private static readonly CsvColumn<string> Fold = Table.Text("fold", static row => row.Fold);
    private static readonly CsvColumn<string> Label = Table.Text("label", static row => row.Label);
    private static readonly CsvColumn<double> From = Table.Double("from", static row => row.From);

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="entries">Rows, in the order to write.</param>
    public static void Write(string path, IReadOnlyList<EdgeEntry> entries) => Table.Write(path, entries);

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static IReadOnlyList<EdgeEntry> Read(string path) =>
        Table.Read(path, static row => new EdgeEntry(row.Get(Fold), row.Get(Label), row.Get(From)));
}
