using System.Globalization;
using System.Text;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Importing.Audformat;
using Bakeoff.Options;
using Bakeoff.Options.Yaml;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Evaluation.Results;

/// <summary>Predictions as a database in audformat: <c>db.yaml</c> and the table <c>predictions</c> as CSV.</summary>
/// <param name="Name">Name of the database, that of the experiment.</param>
/// <param name="Source">Origin of the predictions, in a sentence.</param>
/// <param name="Licence">Licence of the corpus.</param>
/// <remarks>
/// <para>The table is indexed by the files of the recordings, or by stretches where clips are some, and has the columns of
/// <c>predictions.csv</c> without path and SHA-256: <c>label</c> by rater <c>truth</c>, <c>predicted</c> and the probabilities by rater
/// <c>model</c>, speaker, text, fold and the columns of the corpus. Where a clip is tested in several folds, each fold has a table of its
/// own, <c>predictions.FOLD</c>, because no index may have a clip twice.</para>
/// <para>Determinism: equal predictions give equal bytes.</para>
/// </remarks>
[OutsideFingerprint("writes finished predictions for other tools; no stage reads it")]
public sealed record AudformatPredictions(string Name, string Source, string Licence)
{
    private const string Table = "predictions";

    /// <summary>Writes the database.</summary>
    /// <param name="folder">Folder to write to; it exists, and files of the same names are replaced.</param>
    /// <param name="labels">Names of the classes, in the order of the probabilities.</param>
    /// <param name="predictions">Predictions, in the order to write.</param>
    /// <param name="clips">Clips of the index, those of the predictions among them.</param>
    /// <exception cref="DatasetException">Clips differ by their channel alone, which audformat cannot say.</exception>
    public void Write(string folder, IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions, IReadOnlyList<Clip> clips)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(clips);
        var byPath = clips.ToDictionary(static clip => clip.Path, StringComparer.Ordinal);
        var rows = predictions.Select(prediction => new Row(prediction, byPath[prediction.Path])).ToList();
        var isSegmented = rows.Exists(static row => row.Clip.Stretch is not null);
        var isOne = rows.DistinctBy(static row => row.Clip.Path, StringComparer.Ordinal).Count() == rows.Count;
        var tables = rows.GroupBy(row => isOne ? Table : $"{Table}.{row.Prediction.Fold}", StringComparer.Ordinal).ToList();
        var columns = Columns(labels, rows);
        foreach (var table in tables)
        {
            File.WriteAllText(Path.Combine(folder, $"db.{table.Key}.csv"), Csv([.. table], columns, isSegmented));
        }

        var names = tables.ConvertAll(static table => table.Key);
        File.WriteAllText(Path.Combine(folder, "db.yaml"), Header(labels, columns, names, isSegmented));
    }

    private static List<Column> Columns(IReadOnlyList<string> labels, List<Row> rows)
    {
        var columns = new List<Column>
        {
            new("label", "emotion", "truth", static row => row.Prediction.Label),
            new("predicted", "emotion", "model", static row => row.Prediction.Predicted),
        };
        if (rows.Exists(static row => row.Prediction.Probabilities.Count > 0))
        {
            columns.AddRange(labels.Select(static (label, k) => new Column(
                $"p_{label}",
                "probability",
                "model",
                row => row.Prediction.Probabilities.Count == 0 ? "" : row.Prediction.Probabilities[k].ToString("R", CultureInfo.InvariantCulture))));
        }

        columns.Add(new Column("speaker", "text", null, static row => row.Clip.Speaker));
        columns.Add(new Column("text", "text", null, static row => row.Clip.Text));
        columns.Add(new Column("fold", "text", null, static row => row.Prediction.Fold));
        columns.AddRange(rows.Take(1).SelectMany(static row => row.Clip.Values.Columns).Select(static column => new Column(
            column.Name,
            column.Type == ColumnType.Number ? "number" : "text",
            null,
            row => row.Clip.Values.TextOf(column.Name))));
        return columns;
    }

    private static string Csv(IReadOnlyList<Row> rows, List<Column> columns, bool isSegmented)
    {
        using var text = new StringWriter();
        using var csv = new CsvText(text);
        string[] index = isSegmented ? ["file", "start", "end"] : ["file"];
        csv.WriteRow([.. index, .. columns.Select(static column => column.Name)]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var stretch = row.Clip.Stretch;
            string[] times =
            [
                Timedelta.TextOf(stretch?.StartSeconds ?? 0), stretch?.EndSeconds is { } end ? Timedelta.TextOf(end) : "",
            ];
            if (!seen.Add($"{row.Clip.File} {times[0]} {times[1]}"))
            {
                throw new DatasetException(
                    DatasetProblem.Name,
                    new ErrorDetails("is another channel of the same stretch")
                    {
                        Where = row.Clip.Path,
                        Rule = "clips of different files or times, for audformat names no channels",
                        NextStep = "predictions.csv has them all.",
                    });
            }

            csv.WriteRow([row.Clip.File, .. isSegmented ? times : [], .. columns.Select(column => column.ValueOf(row))]);
        }

        return text.ToString();
    }

    private static string Quoted(string text) => new ScalarNode(text, IsPlain: false, ValueOrigin.Default).ToYaml();

    private string Header(IReadOnlyList<string> labels, List<Column> columns, IReadOnlyList<string> tables, bool isSegmented)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $$"""
            name: {{Quoted(Name)}}
            description: Predicted and true labels of test clips; files are those of the corpus, which are not part of this database.
            source: {{Quoted(Source)}}
            usage: other
            license: {{Quoted(Licence)}}
            languages: []
            raters:
              model: {type: machine}
              truth: {type: ground truth}
            schemes:
              emotion: {dtype: str, labels: [{{string.Join(", ", labels.Select(Quoted))}}]}
              number: {dtype: float}
              probability: {dtype: float, minimum: 0, maximum: 1}
              text: {dtype: str}
            splits:
              test: {type: test}
            tables:

            """);
        text.Replace("\r\n", "\n");
        foreach (var table in tables)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {Quoted(table)}:\n    type: {(isSegmented ? "segmented" : "filewise")}\n    split_id: test\n    columns:\n");
            foreach (var column in columns)
            {
                var rater = column.Rater is null ? "" : $", rater_id: {column.Rater}";
                text.Append(CultureInfo.InvariantCulture, $"      {Quoted(column.Name)}: {{scheme_id: {column.Scheme}{rater}}}\n");
            }
        }

        return text.ToString();
    }

    private sealed record Row(Prediction Prediction, Clip Clip);

    private sealed record Column(string Name, string Scheme, string? Rater, Func<Row, string> ValueOf);
}
