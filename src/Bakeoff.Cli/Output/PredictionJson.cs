using System.Text.Json;
using Bakeoff.Models;
using Bakeoff.Models.Documents;

namespace Bakeoff.Cli.Output;

/// <summary>Writes predictions as one JSON document: model, labels or targets, clips, and the errors of clips that could not be
/// evaluated.</summary>
internal sealed class PredictionJson(TextWriter output, AnswerOptions answers) : IPredictionPrinter
{
    private readonly List<PredictionDocument> _clips = [];
    private readonly List<object> _faults = [];
    private EmotionModel? _model;

    public void Start(EmotionModel model) => _model = model;

    public void Add(PredictionOutcome outcome)
    {
        if (outcome.Prediction is { } prediction)
        {
            _clips.Add(PredictionDocument.Create([.. _model!.Labels, .. _model.Targets], prediction) with
            {
                Rejected = answers.Rejects(prediction),
                Set = answers.SetOf(_model, prediction),
            });
        }
        else
        {
            _faults.Add(new { outcome.Clip, outcome.Fault!.Message });
        }
    }

    public void End() =>
        output.Write(
            JsonSerializer.Serialize(
                new OrderedDictionary<string, object>((KeyValuePair<string, object>[])
                [
                    new("model", _model!.Name),
                    new("models", _model.ModelCount),
                    .. Names("labels", _model.Labels),
                    .. Names("targets", _model.Targets),
                    new("clips", _clips),
                    new("faults", _faults),
                ]),
                PredictionDocument.Json) + "\n");

    private static IEnumerable<KeyValuePair<string, object>> Names(string key, IReadOnlyList<string> names) =>
        names.Count > 0 ? [new(key, names)] : [];
}
