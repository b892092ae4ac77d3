namespace Bakeoff.Audio.Features.Measures;

/// <summary>Zero crossings of a frame.</summary>
internal static class ZeroCrossings
{
    /// <summary>Changes of sign relative to the frame's length; a zero counts as one unless the signs beside it are equal.</summary>
    public static double Rate(ReadOnlySpan<float> samples)
    {
        var count = 0;
        for (var n = 1; n < samples.Length - 1; n++)
        {
            var (before, here, after) = (samples[n - 1], samples[n], samples[n + 1]);
            count += before * here < 0 || (here == 0 && before * after <= 0) ? 1 : 0;
        }

        return (double)count / samples.Length;
    }
}
