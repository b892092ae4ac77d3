using System.Globalization;
using Bakeoff.Models;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Cli.Output;

/// <summary>
/// Writes predictions as CSV: clip, kind (clip or window), start and end in seconds, label, then a probability for each label as in
/// predictions.csv, and a column for each number that is predicted; no column of labels where numbers alone are predicted.
/// </summary>
internal sealed class PredictionCsv(TextWriter output, AnswerOptions answers) : IPredictionPrinter
{
    private readonly CsvText _csv = new(output);
    private bool _hasLabels;
    private int _outputCount;
    private EmotionModel? _model;

    public void Start(EmotionModel model)
    {
        _model = model;
        _hasLabels = model.Labels.Count > 0;
        _outputCount = model.Labels.Count + model.Targets.Count;
        string[] labels = _hasLabels ? ["label", .. model.Labels.Select(label => "p_" + label)] : [];
        string[] asked = [.. answers.RejectBelow is null ? [] : (string[])["rejected"], .. answers.Coverage is null ? [] : (string[])["set"]];
        _csv.WriteRow(["clip", "kind", "start_seconds", "end_seconds", .. labels, .. model.Targets, .. asked]);
    }

    public void Add(PredictionOutcome outcome)
    {
        if (outcome.Prediction is { } prediction)
        {
            string[] asked =
            [
                .. answers.Rejects(prediction) is { } isRejected ? (string[])[isRejected ? "true" : "false"] : [],
                .. answers.SetOf(_model!, prediction) is { } set ? (string[])[string.Join(' ', set)] : [],
            ];
            Row(
                (prediction.Clip, "clip", 0, prediction.Seconds),
                prediction.Label,
                [.. prediction.Probabilities, .. prediction.Values],
                asked);
            foreach (var window in prediction.Trajectory)
            {
                float[] outputs = [.. window.Probabilities, .. window.Values];
                Row(
                    (prediction.Clip, "window", window.StartSeconds, window.EndSeconds),
                    window.Label ?? string.Empty,
                    outputs,
                    Array.ConvertAll(asked, static _ => string.Empty));
            }
        }
    }

    public void End() => output.Flush();

    private void Row(
        (string Clip, string Kind, double Start, double End) part, string label, IReadOnlyList<float> outputs, string[] asked) =>
        _csv.WriteRow([
            part.Clip,
            part.Kind,
            Number(part.Start),
            Number(part.End),
            .. (string[])(_hasLabels ? [label] : []),
            .. Enumerable
                .Range(0, _outputCount)
                .Select(k => outputs.Count == 0 ? string.Empty : outputs[k].ToString("R", CultureInfo.InvariantCulture)),
            .. asked,
        ]);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
