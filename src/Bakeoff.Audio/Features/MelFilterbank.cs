using System.Globalization;
using System.Runtime.Intrinsics;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features;

/// <summary>Triangular filters that sum the power of FFT bins into mel bands.</summary>
/// <remarks>
/// <para>Source: Slaney's scale and area normalisation, as librosa.filters.mel. Weights are kept sparse: neighbouring bins only.</para>
/// <para>Immutable and thread-safe. Determinism: equal arguments give equal bits on every machine.</para>
/// </remarks>
public sealed class MelFilterbank
{
    private readonly int[] _firstBins;
    private readonly float[][] _weights;

    private MelFilterbank(int binCount, int[] firstBins, float[][] weights)
    {
        BinCount = binCount;
        _firstBins = firstBins;
        _weights = weights;
    }

    /// <summary>Number of mel bands.</summary>
    public int BandCount => _weights.Length;

    /// <summary>Number of FFT bins: fftLength / 2 + 1.</summary>
    public int BinCount { get; }

    /// <summary>Builds the filters.</summary>
    /// <param name="sampleRateHz">Rate of the analysed signal in hertz; positive.</param>
    /// <param name="fftLength">Length of the transform in samples; positive and even.</param>
    /// <param name="bandCount">Number of bands; positive.</param>
    /// <param name="minFrequencyHz">Lower edge of the first band.</param>
    /// <param name="maxFrequencyHz">Upper edge of the last band; null means half the rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or an edge lies above half the rate or below the other
    /// edge.</exception>
    /// <exception cref="UnusableSignalException">A band is too narrow to hold a bin.</exception>
    public static MelFilterbank Create(int sampleRateHz, int fftLength, int bandCount, double minFrequencyHz, double? maxFrequencyHz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRateHz);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fftLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bandCount);
        var highest = maxFrequencyHz ?? sampleRateHz / 2.0;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(highest, sampleRateHz / 2.0, nameof(maxFrequencyHz));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(minFrequencyHz, highest);

        var edges = Edges(bandCount, minFrequencyHz, highest);
        var binCount = fftLength / 2 + 1;
        var (firstBins, weights) = (new int[bandCount], new float[bandCount][]);
        for (var band = 0; band < bandCount; band++)
        {
            var dense = Band(edges, band, binCount, (double)sampleRateHz / fftLength);
            var first = Array.FindIndex(dense, weight => weight > 0);
            if (first < 0 && edges[band] > 0)
            {
                throw new UnusableSignalException(
                    new ErrorDetails(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"mel band {band} ({edges[band]:F0} to {edges[band + 2]:F0} Hz) holds no bin of an FFT of {fftLength} "
                                + $"samples at {sampleRateHz} Hz"))
                    {
                        NextStep = "Lower n_mels or raise n_fft.",
                    });
            }

            firstBins[band] = Math.Max(first, 0);
            weights[band] = first < 0 ? [] : dense[first..(Array.FindLastIndex(dense, weight => weight > 0) + 1)];
        }

        return new MelFilterbank(binCount, firstBins, weights);
    }

    /// <summary>All weights with their zeros.</summary>
    /// <returns>Weights of shape [BandCount, BinCount], all at least 0.</returns>
    public float[] ToDense()
    {
        var dense = new float[BandCount * BinCount];
        for (var band = 0; band < BandCount; band++)
        {
            _weights[band].CopyTo(dense, band * BinCount + _firstBins[band]);
        }

        return dense;
    }

    /// <summary>Sums power of 16 frames side by side, a lane a frame, each sum in ascending order of bins.</summary>
    /// <param name="power">[BinCount, 16] power spectra.</param>
    /// <param name="mel">[BandCount, 16] receives the bands.</param>
    public void Apply(ReadOnlySpan<Vector512<float>> power, Span<Vector512<float>> mel)
    {
        for (var band = 0; band < _weights.Length; band++)
        {
            var sum = Vector512<float>.Zero;
            var bandWeights = _weights[band];
            var bins = power.Slice(_firstBins[band], bandWeights.Length);
            for (var k = 0; k < bandWeights.Length; k++)
            {
                // A lane is a frame: the order of the sum does not depend on the width of the machine's vectors.
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(bandWeights[k]), bins[k], sum);
            }

            mel[band] = sum;
        }
    }

    private static double[] Edges(int bandCount, double minFrequencyHz, double maxFrequencyHz)
    {
        var (lowest, highest) = (MelScale.FromHertz(minFrequencyHz), MelScale.FromHertz(maxFrequencyHz));
        var edges = new double[bandCount + 2];
        for (var i = 0; i < edges.Length; i++)
        {
            edges[i] = MelScale.ToHertz(i == edges.Length - 1 ? highest : lowest + i * ((highest - lowest) / (bandCount + 1)));
        }

        return edges;
    }

    private static float[] Band(double[] edges, int band, int binCount, double binWidthHz)
    {
        var area = 2.0 / (edges[band + 2] - edges[band]);
        var dense = new float[binCount];
        for (var bin = 0; bin < binCount; bin++)
        {
            var hertz = bin * binWidthHz;
            var rising = (hertz - edges[band]) / (edges[band + 1] - edges[band]);
            var falling = (edges[band + 2] - hertz) / (edges[band + 2] - edges[band + 1]);
            // librosa rounds the triangle to float32 before it scales it.
            dense[bin] = (float)((float)Math.Max(0, Math.Min(rising, falling)) * area);
        }

        return dense;
    }
}
