using Bakeoff.Corpora;
using Bakeoff.Models;

namespace Bakeoff.Cli.Output;

/// <summary>What became of one recording: a prediction, or the fault that prevented it.</summary>
internal sealed record PredictionOutcome(string Clip, ClipPrediction? Prediction, Exception? Fault);
