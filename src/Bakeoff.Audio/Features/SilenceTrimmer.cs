namespace Bakeoff.Audio.Features;

/// <summary>
/// Removes the silence before and after speech, so that no feature depends on the margins of a corpus. Pauses inside stay.
/// </summary>
/// <remarks>
/// As librosa.effects.trim: frames centred on multiples of the hop with zeros beyond both ends; speech lasts from the first frame to the
/// last one whose mean power is less than so many dB below the loudest frame's.
/// </remarks>
internal static class SilenceTrimmer
{
    private const double SmallestPower = 1e-10;

    /// <summary>Finds the stretch to keep.</summary>
    /// <param name="signal">Samples.</param>
    /// <param name="frameLength">Samples of one frame.</param>
    /// <param name="hopLength">Samples between frames.</param>
    /// <param name="topDb">Distance in dB below the loudest frame.</param>
    /// <returns>First sample and number of samples; everything where all frames are equally loud.</returns>
    public static (int Start, int Length) Find(ReadOnlySpan<float> signal, int frameLength, int hopLength, double topDb)
    {
        var powers = Powers(signal, new Spectra.FrameGrid(frameLength, hopLength, IsCentered: true));
        var loudest = SmallestPower;
        foreach (var power in powers)
        {
            loudest = Math.Max(loudest, power);
        }

        var threshold = loudest * Numerics.DeterministicMath.Pow(10.0, -topDb / 10);
        var first = Array.FindIndex(powers, power => Math.Max(power, SmallestPower) > threshold);
        if (first < 0)
        {
            return (0, signal.Length);
        }

        var last = Array.FindLastIndex(powers, power => Math.Max(power, SmallestPower) > threshold);
        var start = Math.Min(first * hopLength, signal.Length);
        return (start, Math.Min((last + 1) * hopLength, signal.Length) - start);
    }

    private static double[] Powers(ReadOnlySpan<float> signal, Spectra.FrameGrid grid)
    {
        var powers = new double[grid.FrameCount(signal.Length)];
        for (var f = 0; f < powers.Length; f++)
        {
            var end = Math.Min(grid.Start(f) + grid.FrameLength, signal.Length);
            for (var n = Math.Max(grid.Start(f), 0); n < end; n++)
            {
                powers[f] = Math.FusedMultiplyAdd(signal[n], signal[n], powers[f]);
            }

            powers[f] /= grid.FrameLength;
        }

        return powers;
    }
}
