using System.Globalization;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features;

/// <summary>Tables for one set of options at one analysis rate, shared by all threads.</summary>
internal sealed class FeaturePlan
{
    private readonly int _leastSamples;

    public FeaturePlan(FeatureOptions options, int sampleRateHz)
    {
        Options = options;
        SampleRateHz = sampleRateHz;
        Needs = options.Needs;
        MayLackValues = options.Kinds.Any(kind => kind.MayLackValues);
        var ownFrames = options.Kinds[0].OwnFrames(options, sampleRateHz);
        _leastSamples = ownFrames?.FrameLength ?? options.WindowLength ?? options.FftLength;
        Grid = ownFrames ?? new FrameGrid(options.FftLength, options.HopLength, options.IsCentered);
        Window = AnalysisWindow.Create(options.Window, options.WindowLength ?? options.FftLength, options.FftLength);
        if (Needs.HasFlag(FeatureNeeds.Mel))
        {
            CheckBandEdge();
            Filterbank = MelFilterbank.Create(
                sampleRateHz, options.FftLength, options.MelBandCount, options.MinFrequencyHz, options.MaxFrequencyHz);
            Cosines = CosineTransform.CreateMatrix(options.MfccCount, options.MelBandCount);
        }
    }

    /// <summary>The options.</summary>
    public FeatureOptions Options { get; }

    /// <summary>Rate of the analysed signal in hertz.</summary>
    public int SampleRateHz { get; }

    /// <summary>Analyses that the kinds need.</summary>
    public FeatureNeeds Needs { get; }

    /// <summary>True if some columns may have no value (NaN) in some frames.</summary>
    public bool MayLackValues { get; }

    /// <summary>Positions of the frames.</summary>
    public FrameGrid Grid { get; }

    /// <summary>Weights over one frame.</summary>
    public float[] Window { get; }

    /// <summary>Mel filters; null where no kind needs them.</summary>
    public MelFilterbank? Filterbank { get; }

    /// <summary>Weights of the discrete cosine transform; null where no kind needs mel bands.</summary>
    public float[]? Cosines { get; }

    /// <summary>Seconds between frames.</summary>
    public double FrameSeconds => (double)Grid.HopLength / SampleRateHz;

    /// <summary>A transform with working memory of its own.</summary>
    public Stft CreateStft() => new(Options.FftLength, Options.HopLength, Window, Options.IsCentered);

    /// <summary>Measures with working memory of their own, in the order of the columns.</summary>
    /// <exception cref="InvalidOperationException">A measure has other rows than its kind has columns.</exception>
    public FrameMeasure[] CreateMeasures()
    {
        var analysis = new FrameAnalysis(this);
        return [.. Options.Kinds.Select(kind => Create(kind, analysis))];
    }

    /// <summary>Frames of a signal.</summary>
    /// <exception cref="UnusableSignalException">The signal is too short for one frame, or for derivatives.</exception>
    public int CountFrames(long sampleCount)
    {
        var frameCount = Grid.FrameCount(sampleCount);
        if (sampleCount < _leastSamples || frameCount == 0)
        {
            throw new UnusableSignalException(new ErrorDetails("signal has {value} samples at the analysis rate")
            {
                Value = sampleCount.ToString(CultureInfo.InvariantCulture),
                Rule = Options.Kinds[0].BringsFrames
                    ? FormattableString.Invariant($"at least one frame of {_leastSamples} for {Options.Set?.Name ?? Options.Kinds[0].Name}")
                    : FormattableString.Invariant($"at least one frame of {_leastSamples} (win_length)"),
                NextStep = Options.Kinds[0].BringsFrames ? null : "Shorten the frames.",
            });
        }

        return RequireForDeltas(frameCount);
    }

    /// <summary>The number itself, if derivatives can be taken of so many frames.</summary>
    /// <exception cref="UnusableSignalException">They cannot.</exception>
    public int RequireForDeltas(int frameCount)
    {
        if (Options.DeltaOrder > 0 && frameCount < Delta.Width)
        {
            throw new UnusableSignalException(new ErrorDetails("signal has {value} frames")
            {
                Value = frameCount.ToString(CultureInfo.InvariantCulture),
                Rule = FormattableString.Invariant($"at least {Delta.Width} for derivatives"),
                NextStep = "Lower hop_length or set delta to 0.",
            });
        }

        return frameCount;
    }

    private FrameMeasure Create(FeatureKind kind, FrameAnalysis analysis)
    {
        var measure = kind.CreateMeasure(analysis);
        var columnCount = kind.ColumnNames(Options).Count;
        return measure.RowCount == columnCount || Options.Set is { IsRow: true }
            ? measure
            : throw new InvalidOperationException(
                $"{kind.Name}: measure has {measure.RowCount} rows, expected {columnCount}, one for each column name.");
    }

    private void CheckBandEdge()
    {
        var nyquistHz = SampleRateHz / 2.0;
        if (Options.MaxFrequencyHz > nyquistHz || Options.MinFrequencyHz >= nyquistHz)
        {
            throw new UnusableSignalException(new ErrorDetails("sample rate")
            {
                Value = FormattableString.Invariant($"{SampleRateHz} Hz"),
                Rule = FormattableString.Invariant(
                    $"at least twice fmin_hz ({Options.MinFrequencyHz}) and fmax_hz ({Options.MaxFrequencyHz})"),
                NextStep = "Lower them.",
            });
        }
    }
}
