using Bakeoff.Corpora;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Evaluation.Results;

/// <summary>The table <c>predictions.csv</c>: path, fold, speaker, text, label, predicted, sha256, then a probability for each
/// label (<c>p_angry</c>), then for each target the true and the predicted number (<c>true_arousal</c>, <c>predicted_arousal</c>), then
/// the columns of the corpus. Where numbers alone are predicted, there is no column <c>predicted</c>.</summary>
/// <remarks>A table does not say which columns hold numbers: read back, all are of text, and <see cref="ColumnValues.NumberOf"/> reads
/// numbers from them. Determinism: equal predictions give equal bytes; numbers are the shortest that read back to the same float32, and
/// a true number that the corpus does not state is empty.</remarks>
public static class PredictionTable
{
    private const string PredictedName = "predicted";
    private const string ProbabilityPrefix = "p_";
    private const string TruePrefix = "true_";
    private const string PredictedPrefix = "predicted_";
    private const int FixedColumns = 6;

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="labels">Names of the classes, in the order of the probabilities; none if numbers alone are predicted.</param>
    /// <param name="targets">Names of the targets, in the order of the numbers; none if classes alone are predicted.</param>
    /// <param name="predictions">Rows, in the order to write.</param>
    public static void Write(
        string path, IReadOnlyList<string> labels, IReadOnlyList<string> targets, IReadOnlyList<Prediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(predictions);
        var columns = predictions.Count == 0 ? [] : predictions[0].Values.Columns;
        new Form(labels, targets, columns, hasLabel: labels.Count > 0 || targets.Count == 0).Table.Write(path, predictions);
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <returns>Names of the classes in the order of the probabilities, those of the targets, and the rows.</returns>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static (IReadOnlyList<string> Labels, IReadOnlyList<string> Targets, IReadOnlyList<Prediction> Predictions) Read(string path)
    {
        var (labels, targets, predictions) = ReadEach(path);
        return (labels, targets, [.. predictions]);
    }

    /// <summary>Reads the table row by row while the rows are asked for; none is kept. Rows that are asked for again are read again.</summary>
    /// <inheritdoc cref="Read"/>
    public static (IReadOnlyList<string> Labels, IReadOnlyList<string> Targets, IEnumerable<Prediction> Predictions) ReadEach(string path)
    {
        var header = CsvFiles.ReadHeader(path);
        var hasLabel = header.Contains(PredictedName, StringComparer.Ordinal);
        var rest = header.Skip(hasLabel ? FixedColumns + 1 : FixedColumns);
        string[] labels =
        [
            .. rest
                .TakeWhile(static name => name.StartsWith(ProbabilityPrefix, StringComparison.Ordinal))
                .Select(static name => name[ProbabilityPrefix.Length..]),
        ];
        rest = rest.Skip(labels.Length);
        string[] targets =
        [
            .. rest
                .Chunk(2)
                .TakeWhile(static pair => pair is [var truth, var predicted]
                    && truth.StartsWith(TruePrefix, StringComparison.Ordinal)
                    && predicted == PredictedPrefix + truth[TruePrefix.Length..])
                .Select(static pair => pair[0][TruePrefix.Length..]),
        ];
        var columns = rest.Skip(2 * targets.Length).Select(static name => new Column(name, ColumnType.Text));
        var form = new Form(labels, targets, [.. columns], hasLabel);
        return (labels, targets, form.Table.ReadEach(path, form.Read));
    }

    private sealed class Form
    {
        private readonly CsvColumn<string> _path;
        private readonly CsvColumn<string> _fold;
        private readonly CsvColumn<string> _speaker;
        private readonly CsvColumn<string> _text;
        private readonly CsvColumn<string> _label;
        private readonly CsvColumn<string>? _predicted;
        private readonly CsvColumn<string> _sha256;
        private readonly CsvColumn<float?>[] _probabilities;
        private readonly (CsvColumn<float?> Truth, CsvColumn<float?> Predicted)[] _numbers;
        private readonly IReadOnlyList<Column> _columns;
        private readonly CsvColumn<string>[] _values;

        // Many rows share few names: each text is kept once.
        private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

        public Form(IReadOnlyList<string> labels, IReadOnlyList<string> targets, IReadOnlyList<Column> columns, bool hasLabel)
        {
            _path = Table.Text("path", static row => row.Path);
            _fold = Table.Text("fold", static row => row.Fold);
            _speaker = Table.Text("speaker", static row => row.Speaker);
            _text = Table.Text("text", static row => row.Text);
            _label = Table.Text("label", static row => row.Label);
            _predicted = hasLabel ? Table.Text(PredictedName, static row => row.Predicted) : null;
            _sha256 = Table.Text("sha256", static row => row.Sha256);
            _probabilities =
            [
                .. labels.Select((label, k) => Table.OptionalSingle(ProbabilityPrefix + label, row => ProbabilityOf(row, k))),
            ];
            _numbers =
            [
                .. targets.Select((target, t) => (
                    Table.OptionalSingle(TruePrefix + target, row => float.IsNaN(row.TrueNumbers[t]) ? null : row.TrueNumbers[t]),
                    Table.OptionalSingle(PredictedPrefix + target, row => row.Numbers[t]))),
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
                _predicted is null ? "" : Share(row.Get(_predicted)),
                [.. _probabilities.Select(column => row.Get(column)).TakeWhile(static p => p is not null).Select(static p => p!.Value)])
            {
                Sha256 = row.Get(_sha256),
                TrueNumbers = _numbers.Length == 0 ? [] : [.. _numbers.Select(column => row.Get(column.Truth) ?? float.NaN)],
                Numbers = _numbers.Length == 0 ? [] : [.. _numbers.Select(column => row.Get(column.Predicted) ?? float.NaN)],
                Values = _values.Length == 0
                    ? ColumnValues.None
                    : new ColumnValues(_columns, Array.ConvertAll(_values, value => Share(row.Get(value)))),
            };

        private string Share(string text) => _texts.TryAdd(text, text) ? text : _texts[text];

        /// <summary>The probability of class k; null for a model that gives none.</summary>
        private static float? ProbabilityOf(Prediction row, int k) => row.Probabilities.Count == 0 ? null : row.Probabilities[k];
    }
}
