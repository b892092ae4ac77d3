using Bakeoff.Audio.Features.Measures;
using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features;

/// <summary>Tables for one set of options at one analysis rate, shared by all threads.</summary>
internal sealed class FeaturePlan
{
    private readonly FeatureOptions _options;
    private readonly int _sampleRateHz;
    private readonly float[] _window;
    private readonly MelFilterbank? _filterbank;
    private readonly float[]? _cosines;

    public FeaturePlan(FeatureOptions options, int sampleRateHz)
    {
        _options = options;
        _sampleRateHz = sampleRateHz;
        HasUnvoicedFrames = options.UsesPitch;
        Grid = new FrameGrid(options.FftLength, options.HopLength, options.IsCentered);
        _window = AnalysisWindow.Create(options.Window, options.WindowLength ?? options.FftLength, options.FftLength);
        if (options.Uses(FeatureKind.Mfcc) || options.Uses(FeatureKind.LogMel) || options.Uses(FeatureKind.CepstralContour))
        {
            CheckBandEdge();
            _filterbank = MelFilterbank.Create(sampleRateHz, options.FftLength, options.MelBandCount, options.MinFrequencyHz, options.MaxFrequencyHz);
            _cosines = CosineTransform.CreateMatrix(options.MfccCount, options.MelBandCount);
        }
    }

    /// <summary>Seconds between frames.</summary>
    public double FrameSeconds => (double)_options.HopLength / _sampleRateHz;

    /// <summary>Whether some columns have no value where nothing is voiced.</summary>
    public bool HasUnvoicedFrames { get; }

    /// <summary>Where frames lie.</summary>
    public FrameGrid Grid { get; }

    /// <summary>A transform with working memory of its own.</summary>
    public Stft CreateStft() => new(_options.FftLength, _options.HopLength, _window, _options.IsCentered);

    /// <summary>Measures with working memory of their own, in the order of the columns.</summary>
    public FrameMeasure[] CreateMeasures()
    {
        var pitch = _options.UsesPitch ? new ClipPitch(CreateTracker(), Grid) : null;
        return [.. _options.With.Prepend(_options.Kind).Select(kind => Create(kind, pitch))];
    }

    private FrameMeasure Create(FeatureKind kind, ClipPitch? pitch)
    {
        var binWidthHz = (float)((double)_sampleRateHz / _options.FftLength);
        return kind switch
        {
            FeatureKind.Mfcc => CreateMfcc(),
            FeatureKind.LogMel => new LogMelMeasure(_filterbank!, _options.TopDb),
            FeatureKind.Rms => new RmsMeasure(Grid),
            FeatureKind.ZeroCrossingRate => new ZeroCrossingMeasure(Grid),
            FeatureKind.SpectralCentroid => new SpectralCentroidMeasure(binWidthHz),
            FeatureKind.SpectralBandwidth => new SpectralBandwidthMeasure(binWidthHz),
            FeatureKind.SpectralRolloff => new SpectralRolloffMeasure(binWidthHz),
            FeatureKind.SpectralFlatness => new SpectralFlatnessMeasure(Grid, _window),
            FeatureKind.SpectralContrast => new SpectralContrastMeasure(_sampleRateHz, _options.FftLength),
            FeatureKind.Chroma => new ChromaMeasure(_sampleRateHz, _options.FftLength),
            FeatureKind.Pitch => new PitchMeasure(pitch!),
            FeatureKind.VoiceQuality => new VoiceQualityMeasure(pitch!, Grid, _sampleRateHz),
            FeatureKind.PitchContour => new PitchContourMeasure(pitch!),
            FeatureKind.CepstralContour => new CepstralContourMeasure(CreateMfcc()),
            FeatureKind.Level => new LevelMeasure(),
            FeatureKind.SpectralBalance => new SpectralBalanceMeasure(pitch!, _sampleRateHz, _options.FftLength),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of feature."),
        };
    }

    private MfccMeasure CreateMfcc() => new(new LogMelMeasure(_filterbank!, _options.TopDb), _cosines!, _options.MfccCount);

    private PitchTracker CreateTracker()
    {
        if (_options.PitchMaxHz > _sampleRateHz / 4.0)
        {
            throw new UnusableSignalException(FormattableString.Invariant(
                $"sample rate is {_sampleRateHz} Hz, expected at least four times pitch_max_hz ({_options.PitchMaxHz}). Lower pitch_max_hz or leave the clip out."));
        }

        return new PitchTracker(_sampleRateHz, _options.PitchMinHz, _options.PitchMaxHz);
    }

    private void CheckBandEdge()
    {
        var nyquistHz = _sampleRateHz / 2.0;
        if (_options.MaxFrequencyHz > nyquistHz || _options.MinFrequencyHz >= nyquistHz)
        {
            throw new UnusableSignalException(FormattableString.Invariant(
                $"sample rate is {_sampleRateHz} Hz, expected at least twice fmin_hz ({_options.MinFrequencyHz}) and fmax_hz ({_options.MaxFrequencyHz}). Lower them or leave the clip out."));
        }
    }
}
