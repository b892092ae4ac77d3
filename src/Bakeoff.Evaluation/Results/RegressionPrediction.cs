namespace Bakeoff.Evaluation.Results;

/// <summary>Numbers that a system predicts for one test clip: a row of the <c>predictions.csv</c> of targets.</summary>
/// <param name="Path">Path of the clip, as the index shows it.</param>
/// <param name="Fold">Name of the fold in which it was tested.</param>
/// <param name="Speaker">Its speaker; empty where unknown.</param>
/// <param name="Text">Its text; empty where unknown.</param>
/// <param name="Label">Its label, which the system does not predict.</param>
/// <param name="Truth">True number of each target; NaN where the corpus states none.</param>
/// <param name="Predicted">Predicted number of each target, finite.</param>
public sealed record RegressionPrediction(
    string Path, string Fold, string Speaker, string Text, string Label, IReadOnlyList<float> Truth, IReadOnlyList<float> Predicted)
    : TestedClip(Path, Fold, Speaker, Text, Label)
{
    /// <inheritdoc/>
    internal override bool HasSamePrediction(TestedClip other) =>
        other is RegressionPrediction same && same.Predicted.SequenceEqual(Predicted);
}
