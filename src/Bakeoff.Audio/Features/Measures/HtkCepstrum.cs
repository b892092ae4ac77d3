using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>MFCC from the logarithms of mel bands, from number 1 on, with HTK's scale and lifter of 22.</summary>
/// <remarks>Source: S. Young et al., The HTK Book (2006), sections 5.3 and 5.6.</remarks>
internal sealed class HtkCepstrum
{
    /// <summary>Full scale in HTK's unit, steps of 16 bits.</summary>
    public const double FullScale = 32_767;

    private const double Lifter = 22;

    private readonly int _bandCount;
    private readonly double[] _cosines;

    /// <param name="bandCount">Bands.</param>
    /// <param name="count">Coefficients.</param>
    public HtkCepstrum(int bandCount, int count)
    {
        _bandCount = bandCount;
        _cosines = new double[count * bandCount];
        for (var c = 0; c < count; c++)
        {
            var lift = 1 + Lifter / 2 * DeterministicMath.Sin(Math.PI * (c + 1) / Lifter);
            for (var b = 0; b < bandCount; b++)
            {
                _cosines[c * bandCount + b] = lift * Math.Sqrt(2.0 / bandCount) * DeterministicMath.Cos(Math.PI * (c + 1) / bandCount * (b + 0.5));
            }
        }
    }

    /// <summary>Transforms a frame.</summary>
    /// <param name="logs">Natural logarithms of the bands.</param>
    /// <param name="cepstrum">[count] receives the coefficients.</param>
    public void Transform(ReadOnlySpan<double> logs, Span<double> cepstrum)
    {
        for (var c = 0; c < cepstrum.Length; c++)
        {
            var sum = 0.0;
            for (var b = 0; b < _bandCount; b++)
            {
                sum += _cosines[c * _bandCount + b] * logs[b];
            }

            cepstrum[c] = sum;
        }
    }
}
