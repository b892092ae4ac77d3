using System.Text.Json.Serialization;

namespace Bakeoff.Experiments.Reproduction;

/// <summary>A finished experiment, pinned: everything needed to tell whether another run of it gives the same bits.</summary>
/// <remarks>Stages after <c>evaluate</c> are not pinned: pictures and pages hold times, and nothing is concluded from them.</remarks>
public sealed record ExperimentLock
{
    /// <summary>Version of this format.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the format this lock was written in.</summary>
    [JsonPropertyName("version")]
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Name of the experiment.</summary>
    [JsonPropertyName("experiment")]
    public string Experiment { get; init; } = string.Empty;

    /// <summary>
    /// Versions of what computed it: bakeoff, the runtime, the platform, and every package. Other versions may well leave the same results.
    /// </summary>
    [JsonPropertyName("made_with")]
    public IReadOnlyDictionary<string, string> MadeWith { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Single metrics of <c>metrics.json</c>.</summary>
    [JsonPropertyName("metrics")]
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Stages up to <c>evaluate</c>, by name.</summary>
    [JsonPropertyName("stages")]
    public IReadOnlyDictionary<string, LockedStage> Stages { get; init; } = new Dictionary<string, LockedStage>(StringComparer.Ordinal);
}
