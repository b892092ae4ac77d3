using Bakeoff.Audio.Features.Streaming;
using Bakeoff.Audio.Resampling;
using Bakeoff.Audio.Spectra;

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
        var grid = new FrameGrid(frameLength, hopLength, IsCentered: true);
        var powers = new double[grid.FrameCount(signal.Length)];
        for (var f = 0; f < powers.Length; f++)
        {
            powers[f] = Power(signal[Math.Max(grid.Start(f), 0)..Math.Min(grid.Start(f) + frameLength, signal.Length)], frameLength);
        }

        var (start, length) = Find(powers, signal.Length, hopLength, topDb);
        return ((int)start, (int)length);
    }

    /// <summary>Finds the stretch to keep of a signal that is read from start to end.</summary>
    /// <inheritdoc cref="Find(ReadOnlySpan{float}, int, int, double)"/>
    public static (long Start, long Length) Find(SampleStream signal, long sampleCount, FeatureOptions options, double topDb)
    {
        var frameLength = options.FftLength;
        var powers = new double[new FrameGrid(frameLength, options.HopLength, IsCentered: true).FrameCount(sampleCount)];
        var window = new SignalWindow(signal);
        window.Rewind();
        for (var f = 0; f < powers.Length; f++)
        {
            var start = (long)f * options.HopLength - frameLength / 2;
            powers[f] = Power(window.MoveTo(Math.Max(start, 0), Math.Min(start + frameLength, sampleCount)), frameLength);
        }

        return Find(powers, sampleCount, options.HopLength, topDb);
    }

    private static (long Start, long Length) Find(double[] powers, long sampleCount, int hopLength, double topDb)
    {
        var loudest = SmallestPower;
        foreach (var power in powers)
        {
            loudest = Math.Max(loudest, power);
        }

        var threshold = loudest * Numerics.DeterministicMath.Pow(10.0, -topDb / 10);
        var first = Array.FindIndex(powers, power => Math.Max(power, SmallestPower) > threshold);
        if (first < 0)
        {
            return (0, sampleCount);
        }

        var last = Array.FindLastIndex(powers, power => Math.Max(power, SmallestPower) > threshold);
        var start = Math.Min((long)first * hopLength, sampleCount);
        return (start, Math.Min((last + 1L) * hopLength, sampleCount) - start);
    }

    private static double Power(ReadOnlySpan<float> samples, int frameLength)
    {
        var power = 0.0;
        foreach (var sample in samples)
        {
            power = Math.FusedMultiplyAdd(sample, sample, power);
        }

        return power / frameLength;
    }
}
