using System.Globalization;
using Bakeoff.Models;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Cli.Output;

/// <summary>
/// Writes predictions as CSV: clip, kind (clip or window), start and end in seconds, label, then a probability for each label as in
/// predictions.csv.
/// </summary>
internal sealed class PredictionCsv(TextWriter output) : IPredictionPrinter
{
    private readonly CsvText _csv = new(output);
    private int _labelCount;

    public void Start(EmotionModel model)
    {
        _labelCount = model.Labels.Count;
        _csv.WriteRow(["clip", "kind", "start_seconds", "end_seconds", "label", .. model.Labels.Select(label => "p_" + label)]);
    }

    public void Add(PredictionOutcome outcome)
    {
        if (outcome.Prediction is { } prediction)
        {
            Row(prediction.Clip, "clip", 0, prediction.Seconds, prediction.Label, prediction.Probabilities);
            foreach (var window in prediction.Trajectory)
            {
                Row(prediction.Clip, "window", window.StartSeconds, window.EndSeconds, window.Label ?? string.Empty, window.Probabilities);
            }
        }
    }

    public void End() => output.Flush();

    private void Row(string clip, string kind, double start, double end, string label, IReadOnlyList<float> probabilities) =>
        _csv.WriteRow([
            clip,
            kind,
            Number(start),
            Number(end),
            label,
            .. Enumerable
                .Range(0, _labelCount)
                .Select(k => probabilities.Count == 0 ? string.Empty : probabilities[k].ToString("R", CultureInfo.InvariantCulture)),
        ]);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
