namespace Bakeoff.Audio.Features.Measures;

/// <summary>Smoothing and statistics of one descriptor's contour.</summary>
internal static class Contour
{
    private const double FrameSeconds = 0.01;
    private const int ShortestStretch = 2;

    /// <summary>Mean of a value with its neighbours; the ends count twice.</summary>
    public static double Smooth(ReadOnlySpan<double> values, int at) =>
        (values[Math.Max(at - 1, 0)] + values[at] + values[Math.Min(at + 1, values.Length - 1)]) / 3;

    /// <summary>The same where there is a value (not 0), of it and the neighbours that exist; else 0.</summary>
    public static double SmoothExisting(ReadOnlySpan<double> values, int at)
    {
        if (values[at] == 0)
        {
            return 0;
        }

        var (before, after) = (values[Math.Max(at - 1, 0)], values[Math.Min(at + 1, values.Length - 1)]);
        return (before + values[at] + after) / (1 + (before == 0 ? 0 : 1) + (after == 0 ? 0 : 1));
    }

    /// <summary>All values, each the mean with its neighbours.</summary>
    public static double[] Smooth(ReadOnlySpan<double> values)
    {
        var smooth = new double[values.Length];
        for (var t = 0; t < values.Length; t++)
        {
            smooth[t] = Smooth(values, t);
        }

        return smooth;
    }

    /// <summary>All values, each the mean with the neighbours that exist.</summary>
    public static double[] SmoothExisting(ReadOnlySpan<double> values)
    {
        var smooth = new double[values.Length];
        for (var t = 0; t < values.Length; t++)
        {
            smooth[t] = SmoothExisting(values, t);
        }

        return smooth;
    }

    /// <summary>The values that exist: all but zeros.</summary>
    public static double[] Existing(ReadOnlySpan<double> values)
    {
        var count = 0;
        var kept = new double[values.Length];
        foreach (var value in values)
        {
            if (value != 0)
            {
                kept[count++] = value;
            }
        }

        return kept[..count];
    }

    /// <summary>Mean, and standard deviation (population) relative to the mean with its sign; NaN without values.</summary>
    public static (double Mean, double RelativeDeviation) Moments(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return (double.NaN, double.NaN);
        }

        var moments = Numerics.Moments.Of(values);
        return (moments.Mean, moments.StandardDeviation / (moments.Mean == 0 ? 1 : moments.Mean));
    }

    /// <summary>The ten statistics of pitch and loudness.</summary>
    /// <param name="values">[T] values.</param>
    /// <param name="statistics">[10] receives mean, relative deviation, percentiles 20, 50 and 80, the range from 20 to 80, and mean and
    /// deviation of rising and of falling slopes per second; NaN for what does not exist.</param>
    public static void Describe(ReadOnlySpan<double> values, Span<double> statistics)
    {
        statistics[..10].Fill(double.NaN);
        if (values.IsEmpty)
        {
            return;
        }

        (statistics[0], statistics[1]) = Moments(values);
        var sorted = values.ToArray();
        Array.Sort(sorted);
        (statistics[2], statistics[3], statistics[4]) = (Percentile(sorted, 0.2), Percentile(sorted, 0.5), Percentile(sorted, 0.8));
        statistics[5] = statistics[4] - statistics[2];
        ContourPeaks.DescribeSlopes(values, ContourPeaks.Find(values, sorted[^1] - sorted[0]), FrameSeconds, statistics[6..10]);
    }

    /// <summary>Number of peaks that stand out; at least one value.</summary>
    public static int CountPeaks(ReadOnlySpan<double> values)
    {
        var (lowest, highest) = (values[0], values[0]);
        foreach (var value in values)
        {
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        }

        return ContourPeaks.Find(values, highest - lowest).Count(static extreme => extreme.IsPeak);
    }

    /// <summary>
    /// Lengths in frames of the stretches that are voiced, or unvoiced; one frame between two of them does not part them, and those of less
    /// than two do not count.
    /// </summary>
    public static List<double> Stretches(ReadOnlySpan<double> pitch, bool voiced)
    {
        var lengths = new List<double>();
        var (start, others) = (-1, 0);
        for (var t = 0; t < pitch.Length; t++)
        {
            if (pitch[t] > 0 == voiced)
            {
                start = start < 0 ? t : start;
                others = 0;
            }
            else if (start >= 0 && ++others > 1)
            {
                AddStretch(lengths, t - others - start);
                (start, others) = (-1, 0);
            }
        }

        if (start >= 0)
        {
            AddStretch(lengths, pitch.Length - 1 - others - start);
        }

        return lengths;
    }

    /// <summary>Mean and standard deviation (population); NaN without values.</summary>
    public static (double Mean, double Deviation) MeanAndDeviation(List<double> values)
    {
        if (values.Count == 0)
        {
            return (double.NaN, double.NaN);
        }

        var moments = Numerics.Moments.Of([.. values]);
        return (moments.Mean, moments.StandardDeviation);
    }

    // Counted from the first frame's start to the last one's.
    private static void AddStretch(List<double> lengths, int length)
    {
        if (length >= ShortestStretch)
        {
            lengths.Add(length);
        }
    }

    /// <summary>Linear interpolation between ordered values.</summary>
    public static double Percentile(ReadOnlySpan<double> sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
