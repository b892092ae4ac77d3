namespace Bakeoff.Serving;

/// <summary>The model that is served, and what the server takes.</summary>
internal sealed record ModelDocument
{
    /// <summary>What the model is called: its experiment's or its folder's name.</summary>
    public required string Model { get; init; }

    /// <summary>How many folds' models are averaged.</summary>
    public required int Models { get; init; }

    /// <summary>The labels that it tells apart.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Largest body of a request in bytes.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Longest sound in seconds.</summary>
    public required double MaxSeconds { get; init; }
}
