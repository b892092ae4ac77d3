using System.Runtime.InteropServices;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Peaks and valleys of a contour that stand out, and statistics of them.</summary>
/// <remarks>
/// Source of the idea: F. Eyben, Real-time speech and music classification by large audio feature space extraction (2016), section 2.4. An
/// extreme counts if it lies further than a tenth of the range from the one before, which is of the other kind; the first, if it does from the
/// contour's start or from the turn before. A higher one of the same kind takes the place of a peak if it is 1.05 times as high or a tenth
/// of the range above the turn before, of a valley if it is lower at all; the contour's last two frames are none. The details, and the
/// quirks of statistics that are marked, were found by measuring published values.
/// </remarks>
internal static class ContourPeaks
{
    private const double LeastShare = 0.1;
    private const double Replacement = 1.05;

    // A ratio beyond the knee comes no further than the limit.
    private const double Knee = 10;
    private const double Limit = 20;

    /// <summary>Names of the statistics.</summary>
    public static readonly string[] Names =
    [
        "meanPeakDist", "peakDistStddev", "peakRangeAbs", "peakRangeRel", "peakMeanAbs", "peakMeanMeanDist", "peakMeanRel", "minRangeRel",
        "meanRisingSlope", "stddevRisingSlope", "meanFallingSlope", "stddevFallingSlope",
    ];

    /// <summary>Finds the extremes.</summary>
    /// <param name="values">[T] values.</param>
    /// <param name="range">Highest less lowest of them.</param>
    /// <returns>Frames and kinds in turn.</returns>
    public static List<(int Frame, bool IsPeak)> Find(ReadOnlySpan<double> values, double range)
    {
        var extremes = new List<(int Frame, bool IsPeak)>();
        var (least, turn) = (LeastShare * range, 0);
        for (var t = 1; t < values.Length - 2; t++)
        {
            var (before, here, after) = (values[t - 1], values[t], values[t + 1]);
            var isPeak = here > before && here > after;
            if (!isPeak && !(here < before && here < after))
            {
                continue;
            }

            var turnBefore = turn;
            turn = t;
            var (last, lastIsPeak) = extremes.Count > 0 ? extremes[^1] : (0, !isPeak);
            if (isPeak != lastIsPeak)
            {
                var way = here - values[last];
                var first = extremes.Count > 0 ? 0 : here - values[turnBefore];
                if ((isPeak ? Math.Max(way, first) : -Math.Min(way, first)) > least)
                {
                    extremes.Add((t, isPeak));
                }
            }
            else if (isPeak
                ? here > Replacement * values[last] || (here > values[last] && here - values[turnBefore] > least)
                : here < values[last])
            {
                extremes[^1] = (t, isPeak);
            }
        }

        return extremes;
    }

    /// <summary>Describes the extremes.</summary>
    /// <param name="values">[T] values, at least one.</param>
    /// <param name="range">Highest less lowest of them.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="frameSeconds">Seconds between frames.</param>
    /// <param name="statistics">[12] receives the statistics in the order of <see cref="Names"/>; NaN for what does not exist. The deviation
    /// of distances is that of each peak from the valley before it, around the mean distance of peaks.</param>
    public static void Describe(ReadOnlySpan<double> values, double range, double mean, double frameSeconds, Span<double> statistics)
    {
        statistics[..Names.Length].Fill(double.NaN);
        var extremes = Find(values, range);
        DescribePeaks(values, extremes, statistics);
        for (var i = 0; i < 2; i++)
        {
            statistics[i] *= frameSeconds;
        }

        statistics[3] = statistics[2] / range;
        statistics[5] = statistics[4] - mean;
        statistics[6] = Limited(statistics[4] / mean);
        statistics[7] /= range;
        DescribeSlopes(values, extremes, frameSeconds, statistics[8..]);
    }

    private static void DescribePeaks(ReadOnlySpan<double> values, List<(int Frame, bool IsPeak)> extremes, Span<double> statistics)
    {
        var (peaks, valleys) = (default(Extent), default(Extent));
        var (firstPeak, lastPeak, sum) = (-1, -1, 0.0);
        foreach (var (frame, isPeak) in extremes)
        {
            if (!isPeak)
            {
                valleys = valleys.With(values[frame]);
                continue;
            }

            peaks = peaks.With(values[frame]);
            firstPeak = firstPeak < 0 ? frame : firstPeak;
            (lastPeak, sum) = (frame, sum + values[frame]);
        }

        if (valleys.Count > 0)
        {
            statistics[7] = valleys.Highest - valleys.Lowest;
        }

        if (peaks.Count > 0)
        {
            (statistics[2], statistics[4]) = (peaks.Highest - peaks.Lowest, sum / peaks.Count);
        }

        if (peaks.Count > 1)
        {
            var meanDistance = (lastPeak - firstPeak) / (peaks.Count - 1.0);
            var squares = 0.0;
            for (var i = 2; i < extremes.Count; i++)
            {
                var rest = extremes[i].Frame - extremes[i - 1].Frame - meanDistance;
                squares += extremes[i].IsPeak ? rest * rest : 0;
            }

            (statistics[0], statistics[1]) = (meanDistance, Math.Sqrt(squares / (peaks.Count - 1)));
        }
    }

    /// <summary>Mean and deviation of rising and of falling lines between extremes, the contour's ends among them. The line to its end counts
    /// with its sign in the mean, and not in the deviation.</summary>
    /// <param name="values">[T] values.</param>
    /// <param name="extremes">Their extremes.</param>
    /// <param name="frameSeconds">Seconds between frames.</param>
    /// <param name="statistics">[4] receives mean and deviation of rising and of falling slopes per second, NaN where there is none; it
    /// stays as it is without extremes.</param>
    public static void DescribeSlopes(
        ReadOnlySpan<double> values, List<(int Frame, bool IsPeak)> extremes, double frameSeconds, Span<double> statistics)
    {
        if (extremes.Count == 0)
        {
            return;
        }

        var (rising, falling) = (new List<double>(), new List<double>());
        var before = 0;
        foreach (var (frame, isPeak) in extremes)
        {
            var slope = (values[frame] - values[before]) / ((frame - before) * frameSeconds);
            (isPeak ? rising : falling).Add(isPeak ? slope : -slope);
            before = frame;
        }

        var end = (values[^1] - values[before]) / ((values.Length - 1 - before) * frameSeconds);
        var endsFalling = extremes[^1].IsPeak;
        (statistics[0], statistics[1]) = MeanAndDeviation(rising, endsFalling ? null : end);
        (statistics[2], statistics[3]) = MeanAndDeviation(falling, endsFalling ? end : null);
    }

    private static (double Mean, double Deviation) MeanAndDeviation(List<double> slopes, double? end)
    {
        var (sum, count) = (end ?? 0, slopes.Count + (end is null ? 0 : 1));
        foreach (var slope in slopes)
        {
            sum += slope;
        }

        var (mean, squares) = (sum / count, 0.0);
        foreach (var slope in slopes)
        {
            squares += (slope - mean) * (slope - mean);
        }

        return count == 0 ? (double.NaN, double.NaN) : (mean, Math.Sqrt(squares / count));
    }

    // The form between knee and limit was fitted to published values.
    private static double Limited(double ratio)
    {
        var beyond = (Math.Abs(ratio) - Knee) / Knee;
        if (!(beyond > 0))
        {
            return ratio;
        }

        var bent = Knee + (Limit - Knee) * (1 - DeterministicMath.Exp(-beyond / (1 + 0.77 * Math.Sqrt(beyond))));
        return ratio < 0 ? -bent : bent;
    }

    /// <summary>Lowest and highest of some values.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Extent(int Count, double Lowest, double Highest)
    {
        public Extent With(double value) =>
            Count == 0 ? new Extent(1, value, value) : new Extent(Count + 1, Math.Min(Lowest, value), Math.Max(Highest, value));
    }
}
