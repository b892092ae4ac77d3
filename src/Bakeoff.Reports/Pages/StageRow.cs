namespace Bakeoff.Reports.Pages;

/// <summary>One stage of the run.</summary>
/// <param name="Name">Name of the stage.</param>
/// <param name="State">What became of it.</param>
/// <param name="Seconds">Time taken in seconds when it was computed; null when unknown.</param>
/// <param name="Fingerprint">Fingerprint, hexadecimal; null when it was never computed.</param>
public sealed record StageRow(string Name, StageState State, double? Seconds = null, string? Fingerprint = null);
