using System.Globalization;
using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>Peak over valley in dB of six octaves from 200 Hz and of the band below. Seven columns.</summary>
[Kind("spectral_contrast")]
public sealed record SpectralContrastKind : FeatureKind
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) =>
        Numbered("spectral_contrast", SpectralContrastMeasure.BandCount);

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.SampleRateHz <= SpectralContrastMeasure.LeastRateHz)
        {
            yield return new OptionProblem(
                "sample_rate_hz",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {options.SampleRateHz}, expected more than {SpectralContrastMeasure.LeastRateHz} for {Name}. Raise it or "
                        + $"leave {Name} out."));
        }
    }

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new SpectralContrastMeasure(analysis.SampleRateHz, analysis.Options.FftLength);
    }
}

/// <summary>
/// Spectral contrast: mean of the strongest 2 % over mean of the weakest 2 % of the magnitudes in each octave, in dB, as
/// librosa.feature.spectral_contrast.
/// </summary>
/// <remarks>Source: D. Jiang et al., Music type classification by spectral contrast feature, ICME 2002.</remarks>
internal sealed class SpectralContrastMeasure : StretchMeasure
{
    /// <summary>Columns: below 200 Hz, then six octaves, the last up to half the rate.</summary>
    public const int BandCount = 7;

    /// <summary>The last band begins at 6400 Hz, which must lie below half of the rate.</summary>
    public const int LeastRateHz = 12_800;

    private const double FirstEdgeHz = 200;
    private const double Quantile = 0.02;
    private const float SmallestPower = 1e-10f;
    private const float TopDb = 80;
    private const float DecibelsPerNeper = 4.342944819032518f;

    private readonly (int First, int End, int Extremes)[] _bands;
    private readonly AlignedBuffer _peaks = new();
    private readonly AlignedBuffer _valleys = new();
    private readonly float[] _smallest;
    private readonly float[] _largest;
    private float _highestPeak;
    private float _highestValley;

    public SpectralContrastMeasure(int sampleRateHz, int fftLength)
    {
        if (sampleRateHz <= LeastRateHz)
        {
            throw new UnusableSignalException(
                new ErrorDetails("sample rate")
                {
                    Value = FormattableString.Invariant($"{sampleRateHz} Hz"),
                    Rule = FormattableString.Invariant($"more than {LeastRateHz} Hz for spectral_contrast"),
                    NextStep = "Leave spectral_contrast out.",
                });
        }

        _bands = [.. Enumerable.Range(0, BandCount).Select(band => FindBand(band, fftLength / 2 + 1, (double)sampleRateHz / fftLength))];
        var most = _bands.Max(band => band.Extremes);
        (_smallest, _largest) = (new float[most], new float[most]);
    }

    /// <inheritdoc/>
    public override int RowCount => BandCount;

    /// <inheritdoc/>
    public override int GatherCount => 1;

    /// <inheritdoc/>
    public override void BeginClip(int frameCount) => (_highestPeak, _highestValley) = (float.NegativeInfinity, float.NegativeInfinity);

    /// <inheritdoc/>
    public override void Begin(int stride)
    {
        _peaks.EnsureLength(BandCount * stride);
        _valleys.EnsureLength(BandCount * stride);
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
        for (var band = 0; band < BandCount; band++)
        {
            var (first, end, extremes) = _bands[band];
            for (var lane = 0; lane < group.FrameCount; lane++)
            {
                var (valley, peak) = MeansOfExtremes(group.Magnitude[first..end], lane, extremes);
                _valleys.Span[band * stride + group.FirstFrame + lane] = Decibels(valley);
                _peaks.Span[band * stride + group.FirstFrame + lane] = Decibels(peak);
            }
        }
    }

    /// <inheritdoc/>
    public override void Gather(int pass, Span<float> rows, int stride, FrameStretch stretch)
    {
        for (var band = 0; band < BandCount; band++)
        {
            var at = band * stride + stretch.First;
            _highestPeak = Highest(_peaks.Span.Slice(at, stretch.Count), _highestPeak);
            _highestValley = Highest(_valleys.Span.Slice(at, stretch.Count), _highestValley);
        }
    }

    /// <inheritdoc/>
    public override void Complete(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
        var (peakFloor, valleyFloor) = (_highestPeak - TopDb, _highestValley - TopDb);
        for (var band = 0; band < BandCount; band++)
        {
            var first = band * stride + stretch.First;
            for (var i = first; i < first + stretch.Count; i++)
            {
                rows[i] = Math.Max(_peaks.Span[i], peakFloor) - Math.Max(_valleys.Span[i], valleyFloor);
            }
        }
    }

    /// <summary>
    /// Bins of a band and how many extremes are averaged; librosa lets neighbours share a bin and counts one more than it keeps.
    /// </summary>
    private static (int First, int End, int Extremes) FindBand(int band, int binCount, double binWidthHz)
    {
        var lowHz = band == 0 ? 0 : Math.ScaleB(FirstEdgeHz, band - 1);
        var highHz = Math.ScaleB(FirstEdgeHz, band);
        var first = (int)Math.Ceiling(lowHz / binWidthHz);
        var end = Math.Min((int)Math.Floor(highHz / binWidthHz) + 1, binCount);
        first = band > 0 ? first - 1 : first;
        var isLast = band == BandCount - 1;
        end = isLast ? binCount : end;
        var extremes = Math.Max((int)Math.Round(Quantile * (end - first), MidpointRounding.ToEven), 1);
        return (first, isLast ? end : end - 1, extremes);
    }

    private (float Valley, float Peak) MeansOfExtremes(ReadOnlySpan<Vector512<float>> magnitude, int lane, int extremes)
    {
        var low = _smallest.AsSpan(0, extremes);
        var high = _largest.AsSpan(0, extremes);
        low.Fill(float.PositiveInfinity);
        high.Fill(float.NegativeInfinity);
        foreach (var bin in magnitude)
        {
            var value = bin[lane];
            if (value < low[^1])
            {
                Insert(low, value, ascending: true);
            }

            if (value > high[^1])
            {
                Insert(high, value, ascending: false);
            }
        }

        // librosa averages what there is when a narrow band holds fewer bins than it asks for.
        var count = Math.Min(extremes, magnitude.Length);
        return (Mean(low[..count]), Mean(high[..count]));
    }

    private static void Insert(Span<float> kept, float value, bool ascending)
    {
        var i = kept.Length - 1;
        for (; i > 0 && (ascending ? kept[i - 1] > value : kept[i - 1] < value); i--)
        {
            kept[i] = kept[i - 1];
        }

        kept[i] = value;
    }

    private static float Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return (float)(sum / values.Length);
    }

    private static float Decibels(float value) => DecibelsPerNeper * DeterministicMath.Log(Math.Max(SmallestPower, value));

    private static float Highest(ReadOnlySpan<float> values, float highest)
    {
        foreach (var value in values)
        {
            highest = Math.Max(highest, value);
        }

        return highest;
    }
}
