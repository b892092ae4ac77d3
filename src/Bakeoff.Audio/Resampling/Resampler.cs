using System.Collections.Concurrent;
using System.Numerics;

namespace Bakeoff.Audio.Resampling;

/// <summary>Converts signals from one sample rate to another, for any pair of whole rates.</summary>
/// <remarks>
/// <para>
/// Band limit by fast convolution, then interpolation by sixteen taps: the construction of the SoX resampler. Pass band to 0.913, stop band
/// from 1.0 of the slower rate's half; the response follows soxr's quality HQ (librosa's default) within 0.01 dB.
/// </para>
/// <para>Thread-safe. Tables are made once per pair of rates and kept. Determinism: equal arguments give equal bits on every
/// machine.</para>
/// </remarks>
public sealed class Resampler
{
    private static readonly ConcurrentDictionary<(int FromHz, int ToHz), Resampler> Known = new();

    // The memory of a long signal is given back; what short ones take, thousands of them one after the other, stays with the thread.
    private const int MostKeptSamples = 1 << 20;

    [ThreadStatic]
    private static ResamplerScratch? _kept;

    private readonly int _fromHz;
    private readonly int _toHz;

    private Resampler(int fromHz, int toHz)
    {
        (_fromHz, _toHz) = (fromHz, toHz);
        var slowHz = Math.Min(fromHz, toHz);
        var octaves = Octaves(fromHz, slowHz);
        Limiter = new BandLimiter(fromHz, slowHz, octaves);
        var numerator = (long)fromHz << Math.Max(0, octaves);
        var denominator = (long)toHz << Math.Max(0, -octaves);
        var divisor = (long)BigInteger.GreatestCommonDivisor(numerator, denominator);
        Interpolator = new PhaseInterpolator(numerator / divisor, (int)(denominator / divisor));
    }

    /// <summary>Converts a signal.</summary>
    /// <param name="x">Samples at <paramref name="fromHz"/>.</param>
    /// <param name="fromHz">Rate of the input in hertz; positive.</param>
    /// <param name="toHz">Rate of the output in hertz; positive.</param>
    /// <returns>ceil(samples * toHz / fromHz) samples as librosa.resample counts them; sample 0 is at the same time in both.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A rate is not positive.</exception>
    public static float[] Resample(ReadOnlySpan<float> x, int fromHz, int toHz)
    {
        if (fromHz == toHz && fromHz > 0)
        {
            return x.ToArray();
        }

        var resampler = For(fromHz, toHz);
        var y = new float[resampler.OutputLength(x.Length)];
        resampler.Resample(x, y, x.Length > MostKeptSamples ? new ResamplerScratch() : _kept ??= new ResamplerScratch());
        return y;
    }

    /// <summary>First step.</summary>
    internal BandLimiter Limiter { get; }

    /// <summary>Second step.</summary>
    internal PhaseInterpolator Interpolator { get; }

    /// <summary>The shared instance for a pair of different rates.</summary>
    internal static Resampler For(int fromHz, int toHz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fromHz);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(toHz);
        return Known.GetOrAdd((fromHz, toHz), static rates => new Resampler(rates.FromHz, rates.ToHz));
    }

    /// <summary>Output samples for a number of input samples, with librosa's arithmetic in float64.</summary>
    internal int OutputLength(int sampleCount) => (int)OutputLength((long)sampleCount);

    /// <inheritdoc cref="OutputLength(int)"/>
    internal long OutputLength(long sampleCount) => (long)Math.Ceiling(sampleCount * ((double)_toHz / _fromHz));

    /// <summary>Converts into memory of the caller's.</summary>
    internal void Resample(ReadOnlySpan<float> x, Span<float> y, ResamplerScratch scratch)
    {
        var padding = PhaseInterpolator.Padding;
        var limited = scratch.Limited.EnsureLength((int)Limiter.LimitedLength(x.Length) + 2 * padding);
        limited[..padding].Clear();
        limited[^padding..].Clear();
        Limiter.Process(x, limited[padding..^padding], scratch);
        Interpolator.Process(limited, y);
    }

    /// <summary>The least power of two by which the input's rate becomes at least twice the slower rate.</summary>
    private static int Octaves(int fromHz, int slowHz)
    {
        var octaves = 0;
        while (Math.ScaleB(fromHz, octaves) < 2.0 * slowHz)
        {
            octaves++;
        }

        while (Math.ScaleB(fromHz, octaves - 1) >= 2.0 * slowHz)
        {
            octaves--;
        }

        return octaves;
    }
}
