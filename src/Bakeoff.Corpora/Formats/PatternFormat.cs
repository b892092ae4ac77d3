using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Formats;

/// <summary>Clips stated by their file names: <c>pattern: '...'</c>, or at length <c>format: {pattern: {path: '...'}}</c>.</summary>
[Kind("pattern")]
public sealed record PatternFormat : ClipFormat, IValidatedOptions
{
    /// <summary>Regular expression with the named groups <c>label</c>, <c>speaker</c> and <c>text</c> (the last two may be missing),
    /// matched without regard to case
    /// against the end of a file's path from a folder boundary on.</summary>
    [JsonPropertyName("path")]
    public string Path { get; init; } = "";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Expectation => $"clips named like {Path}";

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate() =>
        ClipNamePattern.Problem(Path) is { } problem ? [new OptionProblem("path", problem)] : [];

    /// <inheritdoc/>
    public override ClipListing List(CorpusFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (ClipNamePattern.SyntaxProblem(Path) is { } problem)
        {
            throw new DatasetException(
                DatasetProblem.Description,
                new ErrorDetails($"pattern {problem}") { Where = $"{folder.Dataset}.yaml" });
        }

        var pattern = new ClipNamePattern(Path);
        var clips = new List<StatedClip>(folder.AudioFiles.Count);
        var leftOut = new List<LeftOutItem>();
        foreach (var path in folder.AudioFiles)
        {
            if (pattern.Read(path) is { } clip)
            {
                clips.Add(clip);
            }
            else
            {
                leftOut.Add(new LeftOutItem(path, LeftOutReason.UnmatchedName, $"Name does not fit the pattern {Path}."));
            }
        }

        return new ClipListing(clips, leftOut);
    }
}
