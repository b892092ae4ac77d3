namespace Bakeoff.Models;

/// <summary>What a model says about one clip.</summary>
/// <param name="Clip">Name of the clip as the caller gave it.</param>
/// <param name="Seconds">Length of the clip.</param>
/// <param name="Label">The most probable label of the whole clip; of equal ones the first in order.</param>
/// <param name="Probabilities">Probability of each label for the whole clip, in the order of the model's labels.</param>
/// <param name="Course">The windows in order of time; empty where no course was asked for.</param>
public sealed record ClipPrediction(string Clip, double Seconds, string Label, IReadOnlyList<float> Probabilities, IReadOnlyList<WindowPrediction> Course);
