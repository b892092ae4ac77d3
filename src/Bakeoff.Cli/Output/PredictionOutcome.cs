using Bakeoff.Corpora;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Models;

namespace Bakeoff.Cli.Output;

/// <summary>Outcome of one recording: a prediction, or the error that prevented it.</summary>
internal sealed record PredictionOutcome(string Clip, ClipPrediction? Prediction, Exception? Fault);
