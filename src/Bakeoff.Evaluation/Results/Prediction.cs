namespace Bakeoff.Evaluation.Results;

/// <summary>Prediction of a classifying system for one test clip: a row of <c>predictions.csv</c>.</summary>
/// <param name="Path">Path of the clip, as the index shows it.</param>
/// <param name="Fold">Name of the fold in which it was tested.</param>
/// <param name="Speaker">Its speaker; empty where unknown.</param>
/// <param name="Text">Its text; empty where unknown.</param>
/// <param name="Label">True label.</param>
/// <param name="Predicted">Predicted label.</param>
/// <param name="Probabilities">Probability of each class, in the order of the labels; empty if the system gives none.</param>
public sealed record Prediction(
    string Path, string Fold, string Speaker, string Text, string Label, string Predicted, IReadOnlyList<float> Probabilities)
    : TestedClip(Path, Fold, Speaker, Text, Label)
{
    /// <inheritdoc/>
    internal override bool HasSamePrediction(TestedClip other) =>
        other is Prediction same && same.Predicted == Predicted && same.Probabilities.SequenceEqual(Probabilities);
}
