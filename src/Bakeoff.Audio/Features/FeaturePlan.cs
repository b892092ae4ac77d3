using Bakeoff.Audio.Features.Measures;
using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features;

/// <summary>Tables for one set of options at one analysis rate, shared by all threads.</summary>
internal sealed class FeaturePlan
{
    private readonly FeatureOptions options;
    private readonly int sampleRateHz;
    private readonly float[] window;
    private readonly MelFilterbank? filterbank;
    private readonly float[]? cosines;

    public FeaturePlan(FeatureOptions options, int sampleRateHz)
    {
        this.options = options;
        this.sampleRateHz = sampleRateHz;
        Grid = new FrameGrid(options.FftLength, options.HopLength, options.IsCentered);
        window = AnalysisWindow.Create(options.Window, options.WindowLength ?? options.FftLength, options.FftLength);
        if (options.Uses(FeatureKind.Mfcc) || options.Uses(FeatureKind.LogMel))
        {
            CheckBandEdge();
            filterbank = MelFilterbank.Create(sampleRateHz, options.FftLength, options.MelBandCount, options.MinFrequencyHz, options.MaxFrequencyHz);
            cosines = CosineTransform.CreateMatrix(options.MfccCount, options.MelBandCount);
        }
    }

    /// <summary>Seconds between frames.</summary>
    public double FrameSeconds => (double)options.HopLength / sampleRateHz;

    /// <summary>Whether some columns have no value where nothing is voiced.</summary>
    public bool HasUnvoicedFrames => options.Uses(FeatureKind.Pitch) || options.Uses(FeatureKind.VoiceQuality);

    /// <summary>Where frames lie.</summary>
    public FrameGrid Grid { get; }

    /// <summary>A transform with working memory of its own.</summary>
    public Stft CreateStft() => new(options.FftLength, options.HopLength, window, options.IsCentered);

    /// <summary>Measures with working memory of their own, in the order of the columns.</summary>
    public FrameMeasure[] CreateMeasures() => [.. options.With.Prepend(options.Kind).Select(Create)];

    private FrameMeasure Create(FeatureKind kind)
    {
        var binWidthHz = (float)((double)sampleRateHz / options.FftLength);
        return kind switch
        {
            FeatureKind.Mfcc => new MfccMeasure(new LogMelMeasure(filterbank!, options.TopDb), cosines!, options.MfccCount),
            FeatureKind.LogMel => new LogMelMeasure(filterbank!, options.TopDb),
            FeatureKind.Rms => new RmsMeasure(Grid),
            FeatureKind.ZeroCrossingRate => new ZeroCrossingMeasure(Grid),
            FeatureKind.SpectralCentroid => new SpectralCentroidMeasure(binWidthHz),
            FeatureKind.SpectralBandwidth => new SpectralBandwidthMeasure(binWidthHz),
            FeatureKind.SpectralRolloff => new SpectralRolloffMeasure(binWidthHz),
            FeatureKind.SpectralFlatness => new SpectralFlatnessMeasure(Grid, window),
            FeatureKind.SpectralContrast => new SpectralContrastMeasure(sampleRateHz, options.FftLength),
            FeatureKind.Chroma => new ChromaMeasure(sampleRateHz, options.FftLength),
            FeatureKind.Pitch => new PitchMeasure(CreateTracker(), Grid),
            FeatureKind.VoiceQuality => new VoiceQualityMeasure(CreateTracker(), Grid, sampleRateHz),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of feature."),
        };
    }

    private PitchTracker CreateTracker()
    {
        if (options.PitchMaxHz > sampleRateHz / 4.0)
        {
            throw new UnusableSignalException(FormattableString.Invariant(
                $"sample rate is {sampleRateHz} Hz, expected at least four times pitch_max_hz ({options.PitchMaxHz}). Lower pitch_max_hz or leave the clip out."));
        }

        return new PitchTracker(sampleRateHz, options.PitchMinHz, options.PitchMaxHz);
    }

    private void CheckBandEdge()
    {
        var nyquistHz = sampleRateHz / 2.0;
        if (options.MaxFrequencyHz > nyquistHz || options.MinFrequencyHz >= nyquistHz)
        {
            throw new UnusableSignalException(FormattableString.Invariant(
                $"sample rate is {sampleRateHz} Hz, expected at least twice fmin_hz ({options.MinFrequencyHz}) and fmax_hz ({options.MaxFrequencyHz}). Lower them or leave the clip out."));
        }
    }
}
