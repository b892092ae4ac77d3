using Bakeoff.Corpora;

namespace Bakeoff.Evaluation.Results;

/// <summary>A test clip with what a system predicts for it: what rows of every <c>predictions.csv</c> share.</summary>
/// <param name="Path">Path of the clip, as the index shows it.</param>
/// <param name="Fold">Name of the fold in which it was tested.</param>
/// <param name="Speaker">Its speaker; empty where unknown.</param>
/// <param name="Text">Its text; empty where unknown.</param>
/// <param name="Label">Its label.</param>
public abstract record TestedClip(string Path, string Fold, string Speaker, string Text, string Label)
{
    /// <summary>SHA-256 of the clip's samples, by which several runs' predictions are put side by side. Default: empty, unknown.</summary>
    public string Sha256
    {
        get => Digest.ToString();
        init => Digest = new ClipDigest(value);
    }

    /// <summary><see cref="Sha256"/> without its text.</summary>
    public ClipDigest Digest { get; init; } = new("");

    /// <summary>Values of the clip in the columns of its corpus. Default: no columns.</summary>
    public ColumnValues Values { get; init; } = ColumnValues.None;

    /// <summary>The clip: its samples, wherever they lie; of predictions that do not name these, its path.</summary>
    internal string Identity => Sha256 is { Length: > 0 } sha256 ? sha256 : Path;

    /// <summary>True if a system predicts the same for both, bit by bit.</summary>
    internal abstract bool HasSamePrediction(TestedClip other);
}
