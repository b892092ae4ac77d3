using Bakeoff.Audio.Resampling;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Sends a recording through a telephone line: 300 to 3400 Hz, 8000 samples a second, 8 bits a sample by ITU-T G.711.</summary>
/// <remarks>Determinism: equal arguments give equal bits on every machine.</remarks>
public static class Telephone
{
    private const int LineRateHz = 8000;

    /// <summary>Alters a recording.</summary>
    /// <param name="mono">Samples.</param>
    /// <param name="sampleRateHz">Rate in hertz, above 600.</param>
    /// <param name="law">Companding law of the line.</param>
    /// <returns>As many samples at the same rate.</returns>
    /// <exception cref="Features.UnusableSignalException">The rate is too low to carry the band.</exception>
    public static float[] Apply(ReadOnlySpan<float> mono, int sampleRateHz, CompandingLaw law)
    {
        var line = Resampler.Resample(BandPass.Apply(mono, sampleRateHz, new BandPassOptions()), sampleRateHz, LineRateHz);
        G711.RoundTrip(line, law);
        var heard = Resampler.Resample(line, LineRateHz, sampleRateHz);

        // Both conversions round the number of samples up.
        return heard.Length == mono.Length ? heard : heard[..mono.Length];
    }
}
