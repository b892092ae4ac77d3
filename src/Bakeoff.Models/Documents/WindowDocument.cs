using System.Text.Json.Serialization;

namespace Bakeoff.Models.Documents;

/// <summary>A window of a clip in JSON.</summary>
public sealed record WindowDocument
{
    /// <summary>Start of the window, in seconds from the start of the clip.</summary>
    public required double Start { get; init; }

    /// <summary>End of the window, in seconds from the start of the clip.</summary>
    public required double End { get; init; }

    /// <summary>The most probable label; null if the window is silent, or where numbers alone are predicted.</summary>
    public required string? Label { get; init; }

    /// <summary>Probability of each label; empty if the window is silent. Left out where numbers alone are predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, float>? Probabilities { get; init; }

    /// <summary>Predicted numbers by the names of the targets, empty if the window is silent; left out where classes alone are
    /// predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, float>? Values { get; init; }
}
