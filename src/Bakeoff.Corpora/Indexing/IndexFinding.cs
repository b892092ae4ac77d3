namespace Bakeoff.Corpora.Indexing;

/// <summary>One thing that a reader of results should know about the corpus.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Path">The clip it is about; empty where it is about the corpus.</param>
/// <param name="Message">What, value, rule, in one sentence.</param>
public sealed record IndexFinding(IndexFindingKind Kind, string Path, string Message);
