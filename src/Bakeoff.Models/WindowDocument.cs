namespace Bakeoff.Models;

/// <summary>A window of a clip as JSON says it.</summary>
public sealed record WindowDocument
{
    /// <summary>Where the window begins, in seconds from the start of the clip.</summary>
    public required double Start { get; init; }

    /// <summary>Where it ends, in seconds.</summary>
    public required double End { get; init; }

    /// <summary>The most probable label; null where the window is silent.</summary>
    public required string? Label { get; init; }

    /// <summary>Probability of each label; empty where the window is silent.</summary>
    public required IReadOnlyDictionary<string, float> Probabilities { get; init; }
}
