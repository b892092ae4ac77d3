using Bakeoff.Audio.Features;

namespace Bakeoff.Audio.Tests.Features;

/// <summary>Compares features with a reference and names the place of the largest difference.</summary>
internal static class FeatureAssertions
{
    /// <summary>Every value lies within an absolute distance of the reference, given as [features][T].</summary>
    public static void ShouldBeWithin(this FeatureMatrix actual, double[][] expected, double tolerance, string what, int firstColumn = 0)
    {
        actual.FrameCount.ShouldBe(expected[0].Length, $"{what}: number of frames");
        var (worst, place) = (0.0, string.Empty);
        for (var row = 0; row < expected.Length; row++)
        {
            for (var t = 0; t < actual.FrameCount; t++)
            {
                var distance = Math.Abs(actual.Frame(t)[firstColumn + row] - expected[row][t]);
                if (!(distance <= worst))
                {
                    (worst, place) = (
                        distance,
                        $"feature {row}, frame {t}: {actual.Frame(t)[firstColumn + row]} against {expected[row][t]}");
                }
            }
        }

        (worst <= tolerance).ShouldBeTrue($"{what} differs by {worst}, expected at most {tolerance}; {place}");
    }

    /// <summary>Every value lies within a relative distance of the reference.</summary>
    public static void ShouldBeWithinRelative(this FeatureMatrix actual, double[] expected, double tolerance, string what, int column = 0)
    {
        actual.FrameCount.ShouldBe(expected.Length, $"{what}: number of frames");
        for (var t = 0; t < expected.Length; t++)
        {
            var value = actual.Frame(t)[column];
            (Math.Abs(value - expected[t]) <= tolerance * Math.Abs(expected[t])).ShouldBeTrue(
                $"{what} at frame {t} is {value}, expected {expected[t]} within {tolerance} relative");
        }
    }

    /// <summary>Root mean square of the difference over the deviation of the reference.</summary>
    public static double RelativeError(FeatureMatrix actual, double[][] expected)
    {
        var values = expected.SelectMany(row => row).ToArray();
        var mean = values.Average();
        var variance = values.Average(value => (value - mean) * (value - mean));
        var difference = expected.SelectMany((row, f) => row.Select((value, t) => Math.Pow(actual.Frame(t)[f] - value, 2))).Average();
        return Math.Sqrt(difference / variance);
    }
}
