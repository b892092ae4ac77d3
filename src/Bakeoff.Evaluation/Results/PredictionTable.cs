using Bakeoff.Corpora;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Evaluation.Results;

/// <summary>The table <c>predictions.csv</c>: path, fold, speaker, text, label, predicted, sha256, then a probability for each
/// label (<c>p_angry</c>), then the columns of the corpus.</summary>
/// <remarks>A table does not say which columns hold numbers: read back, all are of text, and <see cref="ColumnValues.NumberOf"/> reads
/// numbers from them. Determinism: equal predictions give equal bytes; numbers are the shortest that read back to the same float32.</remarks>
public static class PredictionTable
{
    private const string ProbabilityPrefix = "p_";
    private const int FixedColumns = 7;

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="labels">Names of the classes, in the order of the probabilities.</param>
    /// <param name="predictions">Rows, in the order to write.</param>
    public static void Write(string path, IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        new Form(labels, predictions.Count == 0 ? [] : predictions[0].Values.Columns).Table.Write(path, predictions);
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <returns>Names of the classes in the order of the probabilities, and the rows.</returns>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static (IReadOnlyList<string> Labels, IReadOnlyList<Prediction> Predictions) Read(string path)
    {
        var (labels, predictions) = ReadEach(path);
        return (labels, [.. predictions]);
    }

    /// <summary>Reads the table row by row while the rows are asked for; none is kept. Rows that are asked for again are read again.</summary>
    /// <inheritdoc cref="Read"/>
    public static (IReadOnlyList<string> Labels, IEnumerable<Prediction> Predictions) ReadEach(string path)
    {
        var header = CsvFiles.ReadHeader(path);
        string[] labels =
        [
            .. header
                .Where(static name => name.StartsWith(ProbabilityPrefix, StringComparison.Ordinal))
                .Select(static name => name[ProbabilityPrefix.Length..]),
        ];
        var columns = header.Skip(FixedColumns + labels.Length).Select(static name => new Column(name, ColumnType.Text));
        var form = new Form(labels, [.. columns]);
        return (labels, form.Table.ReadEach(path, form.Read));
    }

    private sealed class Form
    {
        private readonly CsvColumn<string> _path;
        private readonly CsvColumn<string> _fold;
        private readonly CsvColumn<string> _speaker;
        private readonly CsvColumn<string> _text;
        private readonly CsvColumn<string> _label;
        private readonly CsvColumn<string> _predicted;
        private readonly CsvColumn<string> _sha256;
        private readonly CsvColumn<float?>[] _probabilities;
        private readonly IReadOnlyList<Column> _columns;
        private readonly CsvColumn<string>[] _values;

        // Many rows share few names: each text is kept once.
        private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

        public Form(IReadOnlyList<string> labels, IReadOnlyList<Column> columns)
        {
            _path = Table.Text("path", static row => row.Path);
            _fold = Table.Text("fold", static row => row.Fold);
            _speaker = Table.Text("speaker", static row => row.Speaker);
            _text = Table.Text("text", static row => row.Text);
            _label = Table.Text("label", static row => row.Label);
            _predicted = Table.Text("predicted", static row => row.Predicted);
            _sha256 = Table.Text("sha256", static row => row.Sha256);
            _probabilities =
            [
                .. labels.Select((label, k) => Table.OptionalSingle(ProbabilityPrefix + label, row => ProbabilityOf(row, k))),
            ];
            _columns = columns;
            _values = [.. columns.Select(column => Table.Text(column.Name, row => row.Values.TextOf(column.Name)))];
        }

        public CsvTable<Prediction> Table { get; } = new();

        public Prediction Read(CsvRow row) =>
            new(
                row.Get(_path),
                Share(row.Get(_fold)),
                Share(row.Get(_speaker)),
                Share(row.Get(_text)),
                Share(row.Get(_label)),
                Share(row.Get(_predicted)),
                [.. _probabilities.Select(column => row.Get(column)).TakeWhile(static p => p is not null).Select(static p => p!.Value)])
            {
                Sha256 = row.Get(_sha256),
                Values = _values.Length == 0
                    ? ColumnValues.None
                    : new ColumnValues(_columns, Array.ConvertAll(_values, value => Share(row.Get(value)))),
            };

        private string Share(string text) => _texts.TryAdd(text, text) ? text : _texts[text];

        /// <summary>The probability of class k; null for a model that gives none.</summary>
        private static float? ProbabilityOf(Prediction row, int k) => row.Probabilities.Count == 0 ? null : row.Probabilities[k];
    }
}
