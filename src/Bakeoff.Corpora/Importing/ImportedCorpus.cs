namespace Bakeoff.Corpora.Importing;

/// <summary>
/// A corpus as another tool describes it; <see cref="ImportedFiles"/> writes it as a description and the table that it reads.
/// </summary>
public sealed record ImportedCorpus
{
    /// <summary>The other tool's name of the corpus.</summary>
    public required string Name { get; init; }

    /// <summary>Title of the description.</summary>
    public required string Title { get; init; }

    /// <summary>Licence of the recordings. Default null: unknown, for the user to fill in.</summary>
    public string? Licence { get; init; }

    /// <summary>Works to cite.</summary>
    public required string Citation { get; init; }

    /// <summary>Clips in ordinal order of paths.</summary>
    public required IReadOnlyList<ImportedClip> Clips { get; init; }

    /// <summary>From codes to labels in lower case.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Columns that the clips have values in. Default: none.</summary>
    public IReadOnlyList<ImportedColumn> Columns { get; init; } = [];

    /// <summary>Names of the stated folds, which are columns too. Default: none.</summary>
    public IReadOnlyList<string> FoldNames { get; init; } = [];

    /// <summary>The folds, with the speakers that their sides share.</summary>
    public IReadOnlyList<ImportedFold> Folds =>
        field ??= [.. FoldNames.Select((name, i) => ImportedFold.Count(name, [.. Clips.Select(clip => (clip.Sides[i], clip.Speaker))]))];

    /// <summary>Sentences about what was taken over, what was not, and what is odd. Default: none.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// True where the folder holds recordings that the table does not list, which the index then ignores. Default false.
    /// </summary>
    public bool IsPart { get; init; }

    /// <summary>True if a speaker is on the training and the test side of some fold.</summary>
    public bool SharesSpeakers => Folds.Any(static fold => fold.SharedSpeakers > 0);

    /// <summary>True if a text is on the training and the test side of some fold.</summary>
    public bool SharesTexts =>
        Enumerable.Range(0, FoldNames.Count).Any(i => TextsOf(i, "test").Overlaps(TextsOf(i, "train").Union(TextsOf(i, "validation"))));

    /// <summary>True if some clip's speaker is known.</summary>
    public bool KnowsSpeakers => Clips.Any(static clip => clip.Speaker.Length > 0);

    private HashSet<string> TextsOf(int fold, string side) =>
        Clips.Where(clip => clip.Sides[fold] == side && clip.Text.Length > 0)
            .Select(static clip => clip.Text)
            .ToHashSet(StringComparer.Ordinal);
}
