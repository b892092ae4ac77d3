using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>A file that is known to be wrong.</summary>
public sealed record KnownDefect : IValidatedOptions
{
    /// <summary>File name, without folders and without regard to case.</summary>
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
