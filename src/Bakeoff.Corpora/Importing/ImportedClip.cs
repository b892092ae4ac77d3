namespace Bakeoff.Corpora.Importing;

/// <summary>A clip as another tool lists it.</summary>
/// <param name="Path">Path of the recording below the folder of the recordings, with forward slashes.</param>
/// <param name="Label">Code of the label.</param>
/// <param name="Speaker">Speaker; empty where none is stated.</param>
/// <param name="Sides">Side in each fold: train, validation, test, or empty.</param>
public sealed record ImportedClip(string Path, string Label, string Speaker, IReadOnlyList<string> Sides)
{
    /// <summary>Text that is spoken; empty where none is stated, which is the default.</summary>
    public string Text { get; init; } = "";

    /// <summary>The part of the recording that the clip is. Default null: the whole.</summary>
    public ClipStretch? Stretch { get; init; }

    /// <summary>Values in the columns of the import, in their order; empty where missing. Default: no columns.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}
