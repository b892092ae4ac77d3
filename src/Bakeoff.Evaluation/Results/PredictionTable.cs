using System.Globalization;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Evaluation.Results;

/// <summary>The table <c>predictions.csv</c>: path, fold, speaker, text, label, predicted, then a probability for each label
/// (<c>p_angry</c>).</summary>
/// <remarks>Determinism: equal predictions give equal bytes; numbers are the shortest that read back to the same float32.</remarks>
public static class PredictionTable
{
    private const string ProbabilityPrefix = "p_";
    private static readonly string[] Header = ["path", "fold", "speaker", "text", "label", "predicted"];

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="labels">Names of the classes, in the order of the probabilities.</param>
    /// <param name="predictions">Rows, in the order to write.</param>
    public static void Write(string path, IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        TableFile.Write(path, [.. Header, .. labels.Select(static label => ProbabilityPrefix + label)], predictions, (csv, row) =>
        {
            foreach (var field in new[] { row.Path, row.Fold, row.Speaker, row.Text, row.Label, row.Predicted })
            {
                csv.WriteField(field);
            }

            for (var k = 0; k < labels.Count; k++)
            {
                csv.WriteField(row.Probabilities.Count == 0 ? "" : row.Probabilities[k].ToString("R", CultureInfo.InvariantCulture));
            }
        });
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <returns>Names of the classes in the order of the probabilities, and the rows.</returns>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static (IReadOnlyList<string> Labels, IReadOnlyList<Prediction> Predictions) Read(string path)
    {
        string[] labels = [];
        var predictions = TableFile.Read(path, Header, csv =>
        {
            labels = [.. csv.HeaderRecord!.Skip(
                Header.Length).Select(static name => name[Math.Min(name.Length, ProbabilityPrefix.Length)..])];
            var probabilities = new List<float>(labels.Length);
            for (var k = Header.Length; k < Header.Length + labels.Length && csv.GetField(k) is { Length: > 0 }; k++)
            {
                probabilities.Add(csv.GetField<float>(k));
            }

            return new Prediction(
                csv.GetField(0)!, csv.GetField(1)!, csv.GetField(2)!, csv.GetField(3)!, csv.GetField(4)!, csv.GetField(5)!, probabilities);
        });
        return (labels, predictions);
    }
}
