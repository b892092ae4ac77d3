using System.Globalization;
using System.Runtime.Intrinsics;
using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>
/// Alpha ratio, Hammarberg index, three spectral slopes and three ratios of neighbouring bands in voiced frames (no value elsewhere). Eight
/// columns.
/// </summary>
[Kind("spectral_balance")]
public sealed record SpectralBalanceKind : FeatureKind
{
    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.Spectrum | FeatureNeeds.Pitch;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) =>
        [
            "alpha_ratio_db",
            "hammarberg_db",
            "slope_0_500",
            "slope_500_1500",
            "slope_1500_5000",
            "balance_500_db",
            "balance_1500_db",
            "balance_4000_db",
        ];

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.SampleRateHz < SpectralBalanceMeasure.LeastRateHz)
        {
            yield return new OptionProblem(
                "sample_rate_hz",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {options.SampleRateHz}, expected at least {SpectralBalanceMeasure.LeastRateHz} for {Name}. Raise it or leave "
                        + $"{Name} out."));
        }
    }

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new SpectralBalanceMeasure(analysis.Pitch, analysis.SampleRateHz, analysis.Options.FftLength);
    }
}

/// <summary>
/// Distribution of a voiced frame's energy from low to high frequencies, which varies with vocal effort; NaN where unvoiced.
/// </summary>
/// <remarks>
/// Rows: alpha ratio (50 to 1000 Hz over 1 to 5 kHz, dB); Hammarberg index (strongest bin below 2 kHz over strongest from 2 to 5 kHz, dB);
/// slopes of the line through the levels of the bins from 0 to 500, 500 to 1500 and 1500 to 5000 Hz (dB a kilohertz); levels of
/// neighbouring bands (0 to 500 over 500 to 1500, that over 1500 to 4000, that over 4000 to 8000 Hz or half the rate, dB). Source of the
/// first four: F. Eyben et al., The Geneva minimalistic acoustic parameter set (GeMAPS), IEEE Transactions on Affective Computing 7 (2016).
/// </remarks>
internal sealed class SpectralBalanceMeasure : PitchStretchMeasure
{
    /// <summary>The last band begins at 4000 Hz and the third slope ends at 5000 Hz, which must not exceed half of the rate.</summary>
    public const int LeastRateHz = 10_000;

    /// <summary>Rows.</summary>
    public const int MeasureCount = 8;

    private const float SmallestPower = 1e-10f;
    private const float DecibelsPerNeper = 4.342944819032518f;

    private static readonly (int LowHz, int HighHz)[] SlopeRanges = [(0, 500), (500, 1500), (1500, 5000)];
    private static readonly (int LowHz, int HighHz)[] Bands = [(0, 500), (500, 1500), (1500, 4000), (4000, 8000)];

    private readonly double _binWidthHz;
    private readonly AlignedBuffer _decibels;

    public SpectralBalanceMeasure(ClipPitch pitch, int sampleRateHz, int fftLength)
        : base(pitch)
    {
        if (sampleRateHz < LeastRateHz)
        {
            throw new UnusableSignalException(
                new ErrorDetails("sample rate")
                {
                    Value = FormattableString.Invariant($"{sampleRateHz} Hz"),
                    Rule = FormattableString.Invariant($"at least {LeastRateHz} Hz for spectral_balance"),
                    NextStep = "Leave spectral_balance out.",
                });
        }

        _binWidthHz = (double)sampleRateHz / fftLength;
        _decibels = new AlignedBuffer((fftLength / 2 + 1) * FrameGroup.Lanes);
    }

    /// <inheritdoc/>
    public override int RowCount => MeasureCount;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
        base.Measure(signal, group, rows, stride);
        var power = group.Power;
        var decibels = FrameGroup.Rows(_decibels);
        for (var bin = 0; bin < power.Length; bin++)
        {
            decibels[bin] = Vector512.Max(power[bin], Vector512.Create(SmallestPower));
        }

        ToDecibels(_decibels.Span);
        var target = rows[group.FirstFrame..];
        Store(Level(power, 50, 1000) - Level(power, 1000, 5000), target, 0, stride);
        Store(Strongest(decibels, 0, 2000) - Strongest(decibels, 2000, 5000), target, 1, stride);
        for (var i = 0; i < SlopeRanges.Length; i++)
        {
            Store(Slope(decibels, SlopeRanges[i].LowHz, SlopeRanges[i].HighHz), target, 2 + i, stride);
        }

        for (var i = 1; i < Bands.Length; i++)
        {
            var (below, band) = (Bands[i - 1], Bands[i]);
            Store(Level(power, below.LowHz, below.HighHz) - Level(power, band.LowHz, band.HighHz), target, 4 + i, stride);
        }
    }

    /// <inheritdoc/>
    public override void Complete(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
        var frequencyHz = FrequencyHz(stretch);
        for (var t = 0; t < stretch.Count; t++)
        {
            for (var row = 0; row < RowCount && frequencyHz[t] <= 0; row++)
            {
                rows[row * stride + stretch.First + t] = float.NaN;
            }
        }
    }

    private static void Store(Vector512<float> values, Span<float> target, int row, int stride) => values.CopyTo(target[(row * stride)..]);

    private static void ToDecibels(Span<float> powers)
    {
        DeterministicMath.Log(powers, powers);
        foreach (ref var value in powers)
        {
            value *= DecibelsPerNeper;
        }
    }

    /// <summary>Bins whose centre lies in [low, high).</summary>
    private (int First, int End) Bins(int lowHz, int highHz, int binCount) =>
        ((int)Math.Ceiling(lowHz / _binWidthHz), Math.Min((int)Math.Ceiling(highHz / _binWidthHz), binCount));

    private Vector512<float> Level(ReadOnlySpan<Vector512<float>> power, int lowHz, int highHz)
    {
        var (first, end) = Bins(lowHz, highHz, power.Length);
        var sum = Vector512<float>.Zero;
        for (var bin = first; bin < end; bin++)
        {
            sum += power[bin];
        }

        Span<float> lanes = stackalloc float[FrameGroup.Lanes];
        Vector512.Max(sum, Vector512.Create(SmallestPower)).CopyTo(lanes);
        ToDecibels(lanes);
        return Vector512.Create<float>(lanes);
    }

    private Vector512<float> Strongest(ReadOnlySpan<Vector512<float>> decibels, int lowHz, int highHz)
    {
        var (first, end) = Bins(lowHz, highHz, decibels.Length);
        var highest = Vector512.Create(float.NegativeInfinity);
        for (var bin = first; bin < end; bin++)
        {
            highest = Vector512.Max(highest, decibels[bin]);
        }

        return highest;
    }

    private Vector512<float> Slope(ReadOnlySpan<Vector512<float>> decibels, int lowHz, int highHz)
    {
        var (first, end) = Bins(lowHz, highHz, decibels.Length);
        var centre = (first + end - 1) / 2.0;
        var (covariance, variance) = (Vector512<float>.Zero, 0.0);
        for (var bin = first; bin < end; bin++)
        {
            var kilohertz = (bin - centre) * _binWidthHz / 1000;
            covariance = Vector512.FusedMultiplyAdd(decibels[bin], Vector512.Create((float)kilohertz), covariance);
            variance += kilohertz * kilohertz;
        }

        return variance > 0 ? covariance / (float)variance : Vector512<float>.Zero;
    }
}
