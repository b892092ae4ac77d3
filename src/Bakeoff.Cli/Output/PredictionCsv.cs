using System.Globalization;
using Bakeoff.Models;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Cli.Output;

/// <summary>
/// Writes predictions as CSV: clip, kind (clip or window), start and end in seconds, label, then a probability for each label as in
/// predictions.csv, and a column for each number that is predicted; no column of labels where numbers alone are predicted.
/// </summary>
internal sealed class PredictionCsv(TextWriter output) : IPredictionPrinter
{
    private readonly CsvText _csv = new(output);
    private bool _hasLabels;
    private int _outputCount;

    public void Start(EmotionModel model)
    {
        _hasLabels = model.Labels.Count > 0;
        _outputCount = model.Labels.Count + model.Targets.Count;
        string[] labels = _hasLabels ? ["label", .. model.Labels.Select(label => "p_" + label)] : [];
        _csv.WriteRow(["clip", "kind", "start_seconds", "end_seconds", .. labels, .. model.Targets]);
    }

    public void Add(PredictionOutcome outcome)
    {
        if (outcome.Prediction is { } prediction)
        {
            Row(prediction.Clip, "clip", 0, prediction.Seconds, prediction.Label, [.. prediction.Probabilities, .. prediction.Values]);
            foreach (var window in prediction.Trajectory)
            {
                float[] outputs = [.. window.Probabilities, .. window.Values];
                Row(prediction.Clip, "window", window.StartSeconds, window.EndSeconds, window.Label ?? string.Empty, outputs);
            }
        }
    }

    public void End() => output.Flush();

    private void Row(string clip, string kind, double start, double end, string label, IReadOnlyList<float> outputs) =>
        _csv.WriteRow([
            clip,
            kind,
            Number(start),
            Number(end),
            .. (string[])(_hasLabels ? [label] : []),
            .. Enumerable
                .Range(0, _outputCount)
                .Select(k => outputs.Count == 0 ? string.Empty : outputs[k].ToString("R", CultureInfo.InvariantCulture)),
        ]);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
