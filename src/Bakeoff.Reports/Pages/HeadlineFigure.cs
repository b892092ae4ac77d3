using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>A metric that a reader should see first.</summary>
/// <param name="Name">Metric as scripts know it, such as <c>test_uar</c>.</param>
/// <param name="Title">Metric in words, such as <c>Unweighted average recall</c>.</param>
/// <param name="Value">Value with its interval.</param>
/// <param name="IsShare">True for values between 0 and 1 to be shown as per cent; false for others such as a loss.</param>
/// <param name="Note">A note on its basis, such as <c>280 clips, chance 14.3 %</c>; null for none.</param>
public sealed record HeadlineFigure(string Name, string Title, Estimate Value, bool IsShare = true, string? Note = null)
{
    /// <summary>Sample standard deviation over the seeds that the value is the mean of; null for one seed.</summary>
    public double? StandardDeviation { get; init; }
}
