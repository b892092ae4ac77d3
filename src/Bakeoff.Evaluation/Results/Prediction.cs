using Bakeoff.Corpora;

namespace Bakeoff.Evaluation.Results;

/// <summary>Prediction of a system for one test clip: a row of <c>predictions.csv</c>.</summary>
/// <param name="Path">Path of the clip, as the index shows it.</param>
/// <param name="Fold">Name of the fold in which it was tested.</param>
/// <param name="Speaker">Its speaker; empty where unknown.</param>
/// <param name="Text">Its text; empty where unknown.</param>
/// <param name="Label">True label; empty where it does not count, so that no metric of labels has the clip.</param>
/// <param name="Predicted">Predicted label; empty if the system predicts numbers alone.</param>
/// <param name="Probabilities">Probability of each class, in the order of the labels; empty if the system gives none.</param>
public sealed record Prediction(
    string Path, string Fold, string Speaker, string Text, string Label, string Predicted, IReadOnlyList<float> Probabilities)
{
    /// <summary>SHA-256 of the clip's samples, by which several runs' predictions are put side by side. Default: empty, unknown.</summary>
    public string Sha256
    {
        get => Digest.ToString();
        init => Digest = new ClipDigest(value);
    }

    /// <summary><see cref="Sha256"/> without its text.</summary>
    public ClipDigest Digest { get; init; } = new("");

    /// <summary>True number of each target; NaN where the corpus states none. Default: no targets.</summary>
    public IReadOnlyList<float> TrueNumbers { get; init; } = [];

    /// <summary>Predicted number of each target, finite. Default: no targets.</summary>
    public IReadOnlyList<float> Numbers { get; init; } = [];

    /// <summary>Values of the clip in the columns of its corpus. Default: no columns.</summary>
    public ColumnValues Values { get; init; } = ColumnValues.None;

    /// <summary>The clip: its samples, wherever they lie; of predictions that do not name these, its path.</summary>
    internal string Identity => Sha256 is { Length: > 0 } sha256 ? sha256 : Path;

    /// <summary>True if a system predicts the same for both, bit by bit.</summary>
    internal bool HasSamePrediction(Prediction other) =>
        other.Predicted == Predicted && other.Probabilities.SequenceEqual(Probabilities) && other.Numbers.SequenceEqual(Numbers);
}
