namespace Bakeoff.Models;

/// <summary>The prediction of a model for one window of a clip.</summary>
/// <param name="StartSeconds">Start of the window, in seconds from the start of the clip.</param>
/// <param name="EndSeconds">End of the window, in seconds from the start of the clip.</param>
/// <param name="Label">The most probable label; null if the window is silent.</param>
/// <param name="Probabilities">
/// Probability of each label, in the order of <see cref="EmotionModel.Labels"/>; empty if the window is silent.
/// </param>
public sealed record WindowPrediction(double StartSeconds, double EndSeconds, string? Label, IReadOnlyList<float> Probabilities)
{
    /// <summary>The predicted numbers, in the order of <see cref="EmotionModel.Targets"/>, of a model that predicts numbers; where it predicts
    /// these alone, there is no label and there are no probabilities. Empty if the window is silent.</summary>
    public IReadOnlyList<float> Values { get; init; } = [];
}
