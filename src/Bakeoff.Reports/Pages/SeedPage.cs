using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>One seed of a run that is the mean over several.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Link">Path of its own page relative to the comparison, as for <see cref="ComparedRun.Link"/>; null for none.</param>
/// <param name="Training">Its training history; null for none, or for several folds.</param>
public sealed record SeedPage(string Seed, string? Link = null, TrainingCurve? Training = null);
