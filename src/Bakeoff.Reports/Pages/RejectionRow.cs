namespace Bakeoff.Reports.Pages;

/// <summary>Answers above a probability.</summary>
/// <param name="Threshold">The probability.</param>
/// <param name="HeldOutKept">Share of the held-out clips answered.</param>
/// <param name="HeldOutAccuracy">Share of these right; not a number if none is answered.</param>
/// <param name="Kept">Share of the test clips answered.</param>
/// <param name="Accuracy">Share of these right; not a number if none is answered.</param>
public sealed record RejectionRow(double Threshold, double HeldOutKept, double HeldOutAccuracy, double Kept, double Accuracy);
