using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>The part of a corpus description that decides which recordings ffmpeg turns into FLAC.</summary>
/// <remarks>Created by <see cref="DatasetDescription.AcquiredFrom"/>. Its flattened form is in the fingerprint of the download.</remarks>
public sealed record ConversionOptions
{
    /// <summary>Extensions of the recordings to convert, with their dot; upper and lower case do not count.</summary>
    [JsonPropertyName("extensions")]
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Version of the ffmpeg that is installed, as it states it; null where none is. Another version may decode otherwise.</summary>
    [JsonPropertyName("ffmpeg")]
    public string? Ffmpeg { get; init; }

    /// <summary>Action for a recording that ffmpeg cannot convert: stop, or leave it as it is for the index to report.</summary>
    [JsonPropertyName("on_bad_clip")]
    public BadClipAction OnBadClip { get; init; }

    /// <summary>Regular expression for recordings that are no clips, which may stay as they are; null for none.</summary>
    [JsonPropertyName("ignore")]
    public string? Ignore { get; init; }

    /// <summary>Names of recordings that are known to be wrong and left out by the index, which may stay as they are.</summary>
    [JsonPropertyName("excluded")]
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>True for a path with one of the extensions.</summary>
    /// <param name="path">A path or file name; nothing is opened.</param>
    public bool Covers(string path) => IsAmong(Extensions, path);

    /// <summary>True for a path with one of some extensions, without regard to case.</summary>
    internal static bool IsAmong(IReadOnlyList<string> extensions, string path) =>
        extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Path of the sound of a recording, beside it.</summary>
    /// <param name="path">Path of the recording.</param>
    internal static string SoundOf(string path) => Path.ChangeExtension(path, ".flac");

    /// <summary>The rules that some extensions break, worded to follow their key.</summary>
    internal static IEnumerable<OptionProblem> Problems(string key, IReadOnlyList<string> extensions)
    {
        for (var i = 0; i < extensions.Count; i++)
        {
            var extension = extensions[i];
            if (extension.Length < 2 || extension[0] != '.' || !extension.Skip(1).All(char.IsAsciiLetterOrDigit))
            {
                yield return new OptionProblem($"{key}.{i}", $"is '{extension}', expected an extension with its dot, such as .mp4.");
            }
            else if (IsAmong([".flac", ".zip"], extension))
            {
                yield return new OptionProblem($"{key}.{i}", $"is '{extension}', expected one that needs ffmpeg. Remove it.");
            }
        }
    }
}
