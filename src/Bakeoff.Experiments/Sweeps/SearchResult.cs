namespace Bakeoff.Experiments.Sweeps;

/// <summary>The outcome of a search.</summary>
/// <param name="Objective">Metric that it went by.</param>
/// <param name="Chosen">Group of the chosen members; null where none could be, or trials are missing.</param>
/// <param name="Sentence">The choice in words.</param>
public sealed record SearchResult(string Objective, string? Chosen, string Sentence);
