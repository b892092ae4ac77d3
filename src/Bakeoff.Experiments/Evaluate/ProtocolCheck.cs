namespace Bakeoff.Experiments.Evaluate;

/// <summary>Something that was verified about how a model was made: an entry of <c>protocol-audit.json</c>.</summary>
/// <param name="Fold">Name of the fold.</param>
/// <param name="Subject">What was looked at: normalization, early_stopping, selection, calibration, members or stacking.</param>
/// <param name="Finding">What was found, in a sentence.</param>
public sealed record ProtocolCheck(string Fold, string Subject, string Finding);
