using Bakeoff.Corpora;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Evaluation.Results;

/// <summary>The table <c>predictions.csv</c> of an experiment with <c>targets</c>: path, fold, speaker, text, label, sha256, then for each
/// target the true and the predicted number (<c>true_arousal</c>, <c>predicted_arousal</c>), then the columns of the corpus.</summary>
/// <remarks>Read back, all columns of the corpus are of text. Determinism: equal predictions give equal bytes; numbers are the shortest
/// that read back to the same float32, and a true number that the corpus does not state is empty.</remarks>
public static class RegressionPredictionTable
{
    private const string TruePrefix = "true_";
    private const string PredictedPrefix = "predicted_";
    private const int FixedColumns = 6;

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="targets">Names of the targets, in the order of the numbers.</param>
    /// <param name="predictions">Rows, in the order to write.</param>
    public static void Write(string path, IReadOnlyList<string> targets, IReadOnlyList<RegressionPrediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(predictions);
        new Form(targets, predictions.Count == 0 ? [] : predictions[0].Values.Columns).Table.Write(path, predictions);
    }

    /// <summary>Reads the table row by row while the rows are asked for; rows that are asked for again are read again.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <returns>Names of the targets in the order of the numbers, and the rows.</returns>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static (IReadOnlyList<string> Targets, IEnumerable<RegressionPrediction> Predictions) ReadEach(string path)
    {
        var header = CsvFiles.ReadHeader(path);
        string[] targets =
        [
            .. header
                .Where(static name => name.StartsWith(PredictedPrefix, StringComparison.Ordinal))
                .Select(static name => name[PredictedPrefix.Length..]),
        ];
        var columns = header.Skip(FixedColumns + (2 * targets.Length)).Select(static name => new Column(name, ColumnType.Text));
        var form = new Form(targets, [.. columns]);
        return (targets, form.Table.ReadEach(path, form.Read));
    }

    private sealed class Form
    {
        private readonly CsvColumn<string> _path;
        private readonly CsvColumn<string> _fold;
        private readonly CsvColumn<string> _speaker;
        private readonly CsvColumn<string> _text;
        private readonly CsvColumn<string> _label;
        private readonly CsvColumn<string> _sha256;
        private readonly (CsvColumn<float?> Truth, CsvColumn<float?> Predicted)[] _numbers;
        private readonly IReadOnlyList<Column> _columns;
        private readonly CsvColumn<string>[] _values;

        public Form(IReadOnlyList<string> targets, IReadOnlyList<Column> columns)
        {
            _path = Table.Text("path", static row => row.Path);
            _fold = Table.Text("fold", static row => row.Fold);
            _speaker = Table.Text("speaker", static row => row.Speaker);
            _text = Table.Text("text", static row => row.Text);
            _label = Table.Text("label", static row => row.Label);
            _sha256 = Table.Text("sha256", static row => row.Sha256);
            _numbers =
            [
                .. targets.Select((target, t) => (
                    Table.OptionalSingle(TruePrefix + target, row => float.IsNaN(row.Truth[t]) ? null : row.Truth[t]),
                    Table.OptionalSingle(PredictedPrefix + target, row => row.Predicted[t]))),
            ];
            _columns = columns;
            _values = [.. columns.Select(column => Table.Text(column.Name, row => row.Values.TextOf(column.Name)))];
        }

        public CsvTable<RegressionPrediction> Table { get; } = new();

        public RegressionPrediction Read(CsvRow row) =>
            new(
                row.Get(_path),
                row.Get(_fold),
                row.Get(_speaker),
                row.Get(_text),
                row.Get(_label),
                [.. _numbers.Select(column => row.Get(column.Truth) ?? float.NaN)],
                [.. _numbers.Select(column => row.Get(column.Predicted) ?? float.NaN)])
            {
                Sha256 = row.Get(_sha256),
                Values = _values.Length == 0
                    ? ColumnValues.None
                    : new ColumnValues(_columns, Array.ConvertAll(_values, value => row.Get(value))),
            };
    }
}
