using Bakeoff.Numerics;

namespace Bakeoff.Corpora.Synthesis;

/// <summary>The vibrating vocal folds: derivative of the glottal flow, pulse by pulse, with noise while they are open.</summary>
/// <remarks>
/// Pulse: A. E. Rosenberg's polynomial, as in D. H. and L. C. Klatt, J. Acoust. Soc. Am. 87 (1990) 820-857; flow t^2 - t^3 over the open
/// part of the period.
/// </remarks>
internal sealed class GlottalSource(SeededRandom random)
{
    private const double OpenQuotient = 0.6;
    private double _phase;
    private double _periodScale = 1;

    /// <summary>Next sample of the source, about 1 in amplitude.</summary>
    /// <param name="pitchHz">Pitch.</param>
    /// <param name="jitter">Relative standard deviation of each period.</param>
    /// <param name="breath">Share of noise.</param>
    /// <param name="sampleRateHz">Sample rate.</param>
    public double Next(double pitchHz, double jitter, double breath, double sampleRateHz)
    {
        _phase += pitchHz / (sampleRateHz * _periodScale);
        if (_phase >= 1)
        {
            _phase -= 1;
            _periodScale = Math.Clamp(1 + (jitter * random.NextGaussian()), 0.8, 1.25);
        }

        var noise = (2 * random.NextDouble()) - 1;
        if (_phase >= OpenQuotient)
        {
            return breath * 0.2 * noise;
        }

        var t = _phase / OpenQuotient;
        return ((1 - breath) * t * (2 - (3 * t))) + (breath * 0.6 * noise);
    }
}
