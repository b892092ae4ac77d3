using System.Text.Json;
using Bakeoff.Models;

namespace Bakeoff.Cli.Output;

/// <summary>Writes predictions as one JSON document: model, labels, clips, and the errors of clips that could not be evaluated.</summary>
internal sealed class PredictionJson(TextWriter output) : IPredictionPrinter
{
    private readonly List<ClipDocument> _clips = [];
    private readonly List<object> _faults = [];
    private Predictor? _predictor;

    public void Start(Predictor predictor) => _predictor = predictor;

    public void Add(PredictionOutcome outcome)
    {
        if (outcome.Prediction is { } prediction)
        {
            _clips.Add(ClipDocument.Of(_predictor!.Labels, prediction));
        }
        else
        {
            _faults.Add(new { outcome.Clip, outcome.Fault!.Message });
        }
    }

    public void End() => output.Write(JsonSerializer.Serialize(new { Model = _predictor!.Name, Models = _predictor.ModelCount, _predictor.Labels, Clips = _clips, Faults = _faults }, ClipDocument.Json) + "\n");
}
