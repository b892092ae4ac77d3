namespace Bakeoff.Reports.Charts;

/// <summary>Chooses one time axis for several clips.</summary>
internal static class CommonDuration
{
    /// <summary>Beside a clip that is longer than this many times the middle one, the others would be slivers.</summary>
    private const double LongestOverMedian = 8;

    /// <summary>Length of the axis in seconds: the longest clip, unless it is far longer
    /// than the others; what lies beyond is not drawn.</summary>
    /// <param name="seconds">Durations of the clips.</param>
    public static double Of(IEnumerable<double> seconds)
    {
        List<double> sorted = [.. seconds.Where(double.IsFinite).Order()];
        return sorted.Count == 0 ? 0 : Math.Min(sorted[^1], LongestOverMedian * sorted[(sorted.Count - 1) / 2]);
    }
}
