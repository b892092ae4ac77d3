namespace Bakeoff.Reports.Pages;

/// <summary>One stage of the run.</summary>
/// <param name="Name">Name of the stage.</param>
/// <param name="Outcome">Its outcome in this run.</param>
/// <param name="Seconds">Time taken in seconds when it was computed; null when unknown.</param>
/// <param name="Fingerprint">Fingerprint, hexadecimal; null when it was never computed.</param>
public sealed record StageRow(string Name, StageOutcome Outcome, double? Seconds = null, string? Fingerprint = null);
