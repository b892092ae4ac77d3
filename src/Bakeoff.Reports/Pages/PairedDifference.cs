using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>The difference of two runs evaluated on the same clips.</summary>
/// <param name="First">Name of the first run.</param>
/// <param name="Second">Name of the second run.</param>
/// <param name="Metric">Metric as scripts know it, such as <c>test_uar</c>.</param>
/// <param name="Difference">First minus second, with its interval.</param>
/// <param name="PValue">The p-value, corrected where there are several pairs.</param>
/// <param name="IsDifferent">True if the p-value tells the two apart.</param>
/// <param name="Note">How it was computed, such as <c>280 clips, resampled by speaker</c>; null for none.</param>
public sealed record PairedDifference(
    string First,
    string Second,
    string Metric,
    Estimate Difference,
    double PValue,
    bool IsDifferent,
    string? Note = null);
