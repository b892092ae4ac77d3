namespace Bakeoff.Audio.Features.Measures;

/// <summary>Segments of a contour: it is cut where the mean of a frame and the two before crosses a quarter or three quarters of the range.</summary>
/// <remarks>
/// Source of the idea: F. Eyben, Real-time speech and music classification by large audio feature space extraction (2016), section 2.4. A cut
/// lies behind the frame of the crossing and at least three frames behind the one before; what follows the last is no segment. Levels and
/// counting were found by measuring published values.
/// </remarks>
internal static class ContourSegments
{
    private const int ShortestFrames = 3;

    private static readonly double[] Levels = [0.25, 0.75];

    /// <summary>Lengths of the segments in frames.</summary>
    /// <param name="values">[T] values.</param>
    /// <param name="lowest">Lowest of them.</param>
    /// <param name="highest">Highest of them.</param>
    public static List<double> Lengths(ReadOnlySpan<double> values, double lowest, double highest)
    {
        var lengths = new List<double>();
        var (start, before) = (0, values[0]);
        for (var t = 1; t < values.Length; t++)
        {
            var here = t > 1 ? (values[t] + values[t - 1] + values[t - 2]) / 3 : (values[1] + values[0]) / 2;
            if (t + 1 - start >= ShortestFrames && IsCrossing(before, here, lowest, highest))
            {
                lengths.Add(t + 1 - start);
                start = t + 1;
            }

            before = here;
        }

        return lengths;
    }

    private static bool IsCrossing(double before, double here, double lowest, double highest)
    {
        foreach (var share in Levels)
        {
            var level = lowest + share * (highest - lowest);
            if (before <= level != here <= level)
            {
                return true;
            }
        }

        return false;
    }
}
