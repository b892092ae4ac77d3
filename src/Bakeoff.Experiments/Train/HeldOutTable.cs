using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Train;

/// <summary>Writes and reads <c>held-out.csv</c>, on which a classifier's probabilities were calibrated: fold, sha256, label, then a
/// probability for each label (<c>p_angry</c>).</summary>
public static class HeldOutTable
{
    private const string ProbabilityPrefix = "p_";
    private const int FixedColumns = 3;

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="labels">Names of the classes, in the order of the probabilities.</param>
    /// <param name="entries">Rows, in the order to write.</param>
    public static void Write(string path, IReadOnlyList<string> labels, IReadOnlyList<HeldOutEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(labels);
        new Form(labels).Table.Write(path, entries);
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static IReadOnlyList<HeldOutEntry> Read(string path)
    {
        var form = new Form([.. CsvFiles.ReadHeader(path).Skip(FixedColumns).Select(static name => name[ProbabilityPrefix.Length..])]);
        return form.Table.Read(path, form.Read);
    }

    private sealed class Form
    {
        private readonly CsvColumn<string> _fold;
        private readonly CsvColumn<string> _sha256;
        private readonly CsvColumn<string> _label;
        private readonly CsvColumn<double>[] _probabilities;

        public Form(IReadOnlyList<string> labels)
        {
            _fold = Table.Text("fold", static row => row.Fold);
            _sha256 = Table.Text("sha256", static row => row.Sha256);
            _label = Table.Text("label", static row => row.Label);
            _probabilities = [.. labels.Select((label, k) => Table.Double(ProbabilityPrefix + label, row => row.Probabilities[k]))];
        }

        public CsvTable<HeldOutEntry> Table { get; } = new();

        public HeldOutEntry Read(CsvRow row) =>
            new(row.Get(_fold), row.Get(_sha256), row.Get(_label), Array.ConvertAll(_probabilities, column => row.Get(column)));
    }
}
