namespace Bakeoff.Experiments.Papers;

/// <summary>Choices for the files of a paper.</summary>
/// <param name="Output">Folder to write to, new or empty.</param>
public sealed record PaperOptions(string Output)
{
    /// <summary>Authors of the results, as the bundle is to name them. Default: none.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Licence of the bundle as an SPDX identifier, such as <c>CC-BY-4.0</c>. Default null: none is stated.</summary>
    public string? Licence { get; init; }
}
