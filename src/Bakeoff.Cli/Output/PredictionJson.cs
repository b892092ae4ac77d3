using System.Text.Json;
using Bakeoff.Models;
using Bakeoff.Models.Documents;

namespace Bakeoff.Cli.Output;

/// <summary>Writes predictions as one JSON document: model, labels or targets, clips, and the errors of clips that could not be
/// evaluated.</summary>
internal sealed class PredictionJson(TextWriter output) : IPredictionPrinter
{
    private readonly List<PredictionDocument> _clips = [];
    private readonly List<object> _faults = [];
    private EmotionModel? _model;

    public void Start(EmotionModel model) => _model = model;

    public void Add(PredictionOutcome outcome)
    {
        if (outcome.Prediction is { } prediction)
        {
            _clips.Add(PredictionDocument.Create([.. _model!.Labels, .. _model.Targets], prediction));
        }
        else
        {
            _faults.Add(new { outcome.Clip, outcome.Fault!.Message });
        }
    }

    public void End() =>
        output.Write(
            JsonSerializer.Serialize(
                _model!.Targets.Count > 0
                    ? new { Model = _model.Name, Models = _model.ModelCount, _model.Targets, Clips = _clips, Faults = _faults }
                    : (object)new { Model = _model.Name, Models = _model.ModelCount, _model.Labels, Clips = _clips, Faults = _faults },
                PredictionDocument.Json) + "\n");
}
