namespace Bakeoff.Models;

/// <summary>The prediction of a model for one clip.</summary>
/// <param name="Clip">Name of the clip as the caller gave it.</param>
/// <param name="Seconds">Duration of the clip in seconds.</param>
/// <param name="Label">The most probable label of the whole clip; of equally probable labels the first.</param>
/// <param name="Probabilities">Probability of each label for the whole clip, in the order of <see cref="EmotionModel.Labels"/>.</param>
/// <param name="Trajectory">Predictions of the windows in order of time; empty if no trajectory was requested.</param>
public sealed record Prediction(
    string Clip, double Seconds, string Label, IReadOnlyList<float> Probabilities, IReadOnlyList<WindowPrediction> Trajectory)
{
    /// <summary>The predicted numbers in the units of the corpus, in the order of <see cref="EmotionModel.Targets"/>, for a model that
    /// predicts numbers; where it predicts these alone, there is no label and there are no probabilities.</summary>
    public IReadOnlyList<float> Values { get; init; } = [];

    /// <summary>Largest magnitude of the mean of the channels; more than 1 where float samples reach beyond full scale.</summary>
    public float Peak { get; init; }
}
