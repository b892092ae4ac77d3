using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>A file that is known to be wrong.</summary>
public sealed record KnownDefect : IValidatedOptions
{
    /// <summary>File name, with or without the folders before it, and without regard to case: <c>train/clip_7.wav</c>.</summary>
    [JsonPropertyName("file")]
    public string File { get; init; } = "";

    /// <summary>Only copies with this sample rate in hertz are meant. Default: every copy.</summary>
    [JsonPropertyName("sample_rate_hz")]
    public int? SampleRateHz { get; init; }

    /// <summary>Only copies whose decoded samples have this SHA-256 are meant. Default: every copy.</summary>
    [JsonPropertyName("sha256")]
    public string? Sha256 { get; init; }

    /// <summary>Action of the index. Default: keep.</summary>
    [JsonPropertyName("action")]
    public DefectAction Action { get; init; } = DefectAction.Keep;

    /// <summary>Description of the defect, for people.</summary>
    [JsonPropertyName("note")]
    public string Note { get; init; } = "";

    /// <summary>True if a defect's file is meant by a path.</summary>
    /// <param name="file">Name as <see cref="File"/> states it.</param>
    /// <param name="path">Path of a recording, with forward slashes.</param>
    internal static bool IsMeant(string file, string path) =>
        StrictText.Fold($"/{path}").EndsWith(StrictText.Fold($"/{file}"), StringComparison.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (File.Length == 0)
        {
            yield return new OptionProblem("file", "is missing, expected the name of the recording. Add 'file: NAME.wav'.");
        }

        if (FileDigest.Problem(Sha256, HashAlgorithmName.SHA256) is { } problem)
        {
            yield return new OptionProblem("sha256", problem);
        }
    }
}

/// <summary>Action of the index for a file that is known to be wrong.</summary>
public enum DefectAction
{
    /// <summary>Use it: the note says why it is no harm.</summary>
    Keep,

    /// <summary>Leave it out.</summary>
    Exclude,
}
