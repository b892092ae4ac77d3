using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Test metrics of one class.</summary>
/// <param name="Label">Label.</param>
/// <param name="Recall">Recall with its interval; not a number when the class has no test clip.</param>
/// <param name="Precision">Precision, 0..1; not a number when nothing was predicted as this class.</param>
/// <param name="F1">Harmonic mean of both, 0..1.</param>
/// <param name="Clips">Number of test clips of the class.</param>
public sealed record ClassRow(string Label, Estimate Recall, double Precision, double F1, long Clips);
