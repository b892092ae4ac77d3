namespace Bakeoff.Experiments.Sweeps;

/// <summary>The setting that one fold takes when it chooses for itself.</summary>
/// <param name="Fold">Name of the fold.</param>
/// <param name="Group">Name of the setting, as <see cref="SweepGroup.Name"/>.</param>
/// <param name="Value">Its metric on what this fold kept for validation, mean over the seeds.</param>
public sealed record FoldChoice(string Fold, string Group, double Value);
