using Bakeoff.Models;

namespace Bakeoff.Cli.Output;

/// <summary>The outcome for one recording: a prediction, or the exception that prevented it.</summary>
internal sealed record PredictionOutcome(string Clip, Prediction? Prediction, Exception? Fault);
