namespace Bakeoff.Models.Documents;

/// <summary>A window of a clip in JSON.</summary>
public sealed record WindowDocument
{
    /// <summary>Start of the window, in seconds from the start of the clip.</summary>
    public required double Start { get; init; }

    /// <summary>End of the window, in seconds from the start of the clip.</summary>
    public required double End { get; init; }

    /// <summary>The most probable label; null if the window is silent.</summary>
    public required string? Label { get; init; }

    /// <summary>Probability of each label; empty if the window is silent.</summary>
    public required IReadOnlyDictionary<string, float> Probabilities { get; init; }
}
