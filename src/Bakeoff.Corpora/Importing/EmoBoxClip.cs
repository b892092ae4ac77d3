namespace Bakeoff.Corpora.Importing;

/// <summary>A clip as EmoBox lists it.</summary>
/// <param name="Path">Path of the recording below the folder of the corpus, with forward slashes.</param>
/// <param name="Label">Code of the label.</param>
/// <param name="Speaker">Speaker; empty where EmoBox states none.</param>
/// <param name="Sides">Side in each fold: train, validation, test, or empty.</param>
public sealed record EmoBoxClip(string Path, string Label, string Speaker, IReadOnlyList<string> Sides);
