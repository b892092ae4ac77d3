namespace Bakeoff.Models;

/// <summary>What a model says about one window of a clip.</summary>
/// <param name="StartSeconds">Where the window begins, from the start of the clip.</param>
/// <param name="EndSeconds">Where it ends.</param>
/// <param name="Label">The most probable label; null where the window is silent.</param>
/// <param name="Probabilities">Probability of each label, in the order of the model's labels; empty where the window is silent.</param>
public sealed record WindowPrediction(double StartSeconds, double EndSeconds, string? Label, IReadOnlyList<float> Probabilities);
