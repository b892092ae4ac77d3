namespace Bakeoff.Experiments.Train;

/// <summary>A row of <c>held-out.csv</c>.</summary>
/// <param name="Fold">Name of the outer fold.</param>
/// <param name="Sha256">SHA-256 of the clip's samples.</param>
/// <param name="Label">Its label.</param>
/// <param name="Probabilities">Probabilities that the chosen candidate gave while an inner fold held the clip out, before calibration.</param>
public sealed record HeldOutEntry(string Fold, string Sha256, string Label, double[] Probabilities);
