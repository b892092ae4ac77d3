using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Resampling;
using Bakeoff.Options;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Keeps a band of frequencies and shifts nothing in time: a sinc filter under a Kaiser window, centred.</summary>
/// <remarks>Determinism: equal arguments give equal bits on every machine.</remarks>
internal static class BandPass
{
    private const double WidestTransitionHz = 150;

    // Kaiser's formulas for 70 dB, so that 60 dB hold where the tails of two edges meet.
    private const double Beta = 6.755;
    private const double HalfWidthTimesTransition = 2.161;

    /// <summary>Filters a recording.</summary>
    /// <exception cref="UnusableSignalException">The rate is too low to carry the band's lowest frequency.</exception>
    public static float[] Apply(ReadOnlySpan<float> mono, int sampleRateHz, BandPassOptions options)
    {
        if (2 * options.LowHz >= sampleRateHz)
        {
            throw new UnusableSignalException(
                new ErrorDetails("augmentation.band_pass.low_hz")
                {
                    Value = options.LowHz.ToString(CultureInfo.InvariantCulture),
                    Rule = FormattableString.Invariant($"less than half of the sampling rate ({sampleRateHz} Hz)"),
                    NextStep = "Lower it.",
                });
        }

        var taps = Taps(sampleRateHz, options);
        return Convolution.Apply(mono, taps, taps.Length / 2);
    }

    private static double[] Taps(int sampleRateHz, BandPassOptions options)
    {
        var transitionHz = Math.Min(WidestTransitionHz, options.LowHz / 2);
        var halfWidth = HalfWidthTimesTransition * sampleRateHz / transitionHz;
        var below = new KaiserSinc((options.LowHz - transitionHz / 2) / sampleRateHz, halfWidth, Beta);
        var highest = new KaiserSinc((options.HighHz + transitionHz / 2) / sampleRateHz, halfWidth, Beta);
        var passesTop = 2 * (options.HighHz + transitionHz) >= sampleRateHz;
        var centre = (int)halfWidth;
        return
        [
            .. Enumerable.Range(-centre, 2 * centre + 1).Select(n =>
                (passesTop ? (n == 0 ? 1 : 0) : highest.At(n)) - below.At(n)),
        ];
    }
}
