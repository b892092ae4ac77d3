using Bakeoff.Audio.Features.Measures;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>The descriptors of a clip, frame by frame, before smoothing. Belongs to one thread.</summary>
/// <remarks>
/// Spectral descriptors and formants come from frames of 20 ms under a Hamming window, pitch and harmonics from frames of 60 ms under a
/// Gaussian one; both begin at the same sample every 10 ms. 0 stands for a value that does not exist, as in the published sets, but formant
/// levels without a fundamental are <see cref="NoLevel"/>.
/// </remarks>
internal sealed class GemapsDescriptors : ClipDescriptors
{
    /// <summary>Level in dB of a formant relative to a fundamental that does not exist.</summary>
    public const double NoLevel = -201;

    /// <summary>Number of descriptors, in the order of <see cref="GemapsNames.Descriptors"/>.</summary>
    public const int Count = 25;

    /// <summary>Column of the pitch in semitones.</summary>
    public const int Pitch = 10;

    /// <summary>Seconds of a frame of the spectral descriptors.</summary>
    public const double ShortSeconds = 0.02;

    private const int CepstralCount = 4;
    private const double SemitoneZeroHz = 27.5;
    private const double LowestPitchHz = 55;
    private const double HighestPitchHz = 1000;

    private readonly int _rateHz;
    private readonly FrameSpectra _short;
    private readonly AuditoryBands _bands;
    private readonly SpectralTilt _tilt;
    private readonly PredictionFormants _formants;
    private readonly SummationPitch _pitch;
    private readonly HarmonicLevels _harmonics;
    private readonly HarmonicsToNoise _noise = new();
    private readonly CycleIrregularity _cycles;
    private double _sumOfSquares;
    private int _measuredVoiced;

    /// <param name="rateHz">Rate of the signals.</param>
    /// <exception cref="UnusableSignalException">The rate is too low.</exception>
    public GemapsDescriptors(int rateHz)
        : base(rateHz, "eGeMAPS")
    {
        _rateHz = rateHz;
        _short = new FrameSpectra(rateHz, ShortSeconds, FrameSpectra.Hamming);
        _bands = new AuditoryBands(rateHz, CepstralCount, _short.BinCount, _short.BinWidthHz);
        _tilt = new SpectralTilt(_short.BinCount, _short.BinWidthHz);
        _formants = new PredictionFormants(_short, isMirrored: true);
        _pitch = new SummationPitch(rateHz, (LowestPitchHz, HighestPitchHz), keepsSpectra: true);
        _harmonics = new HarmonicLevels(_pitch.Spectra.BinWidthHz);
        _cycles = new CycleIrregularity(rateHz, search: 0.1, hasNoise: false);
    }

    /// <inheritdoc/>
    public override int ColumnCount => Count;

    /// <inheritdoc/>
    public override int FunctionalCount => GemapsNames.Functionals.Count;

    /// <inheritdoc/>
    public override int Reach => _pitch.Spectra.FrameLength - _short.FrameLength + _short.HopLength;

    /// <inheritdoc/>
    protected override int FrameMilliseconds => 20;

    /// <summary>Frames of 60 ms in the clip, as far as it was measured; further ones have no pitch.</summary>
    public int LongFrameCount => _pitch.FrameCount;

    /// <summary>Mean square of the samples over all frames of 20 ms.</summary>
    public double MeanSquare => _sumOfSquares / Math.Max((double)FrameCount * _short.FrameLength, 1);

    /// <summary>[FrameCount, 25] the descriptors; valid until the next clip.</summary>
    public double[] Values { get; private set; } = [];

    /// <summary>[FrameCount] fundamental frequency in hertz; 0 where unvoiced.</summary>
    public double[] FrequencyHz => _pitch.FrequencyHz;

    /// <inheritdoc/>
    public override int CountFrames(int sampleCount) => _short.CountFrames(sampleCount);

    /// <inheritdoc/>
    /// <remarks>Memory: 330 bytes for each frame.</remarks>
    public override void Begin(int frameCount)
    {
        base.Begin(frameCount);
        (_measuredVoiced, _sumOfSquares) = (0, 0);
        Values = new double[frameCount * Count];
        _pitch.Begin(frameCount);
        _tilt.Begin();
        _cycles.Restart();
    }

    /// <inheritdoc/>
    public override void BeginWindow()
    {
        _short.Begin();
        _pitch.Spectra.Begin();
    }

    /// <inheritdoc/>
    public override void MeasureFrames(ReadOnlySpan<float> signal, FrameStretch stretch)
    {
        Span<double> frequencies = stackalloc double[3];
        Span<double> bandwidths = stackalloc double[3];
        for (var t = stretch.First; t < stretch.First + stretch.Count; t++)
        {
            var row = RowOf(stretch.Offset + t);
            _short.Compute(signal, t);
            row[0] = _bands.Measure(_short.Power, row.Slice(6, CepstralCount));
            _tilt.Measure(_short.Power, _short.Magnitude, row.Slice(1, 5));
            _formants.Measure(_short, frequencies, bandwidths);
            for (var f = 0; f < 3; f++)
            {
                (row[16 + 3 * f], row[17 + 3 * f], row[18 + 3 * f]) = (frequencies[f], bandwidths[f], NoLevel);
            }

            _sumOfSquares += SignalEnergy.Of(signal.Slice(t * _short.HopLength, _short.FrameLength));
        }

        _pitch.Measure(signal, stretch);
    }

    /// <inheritdoc/>
    public override void FindPitch()
    {
        _pitch.Follow();
        for (var t = 0; t < LongFrameCount; t++)
        {
            RowOf(t)[Pitch] = FrequencyHz[t] > 0
                ? 12 * DeterministicMath.Log(FrequencyHz[t] / SemitoneZeroHz) / DeterministicMath.Log(2.0)
                : 0;
        }
    }

    /// <inheritdoc/>
    public override void MeasureVoiced(ReadOnlySpan<float> signal, int offset, int end)
    {
        Span<double> formants = stackalloc double[3];
        Span<double> levels = stackalloc double[5];
        for (; _measuredVoiced < Math.Min(end, LongFrameCount); _measuredVoiced++)
        {
            var frequencyHz = FrequencyHz[_measuredVoiced];
            if (frequencyHz <= 0)
            {
                _cycles.Restart();
                continue;
            }

            var row = RowOf(_measuredVoiced);
            var t = _measuredVoiced - offset;
            var start = t * _short.HopLength;
            var cycles = _cycles.Measure(signal, start, frequencyHz);
            (row[11], row[12]) = (cycles.Jitter, 20 * DeterministicMath.Log10(1 + cycles.Shimmer));
            row[13] = _noise.Measure(
                signal.Slice(start, _pitch.Spectra.FrameLength), _pitch.Spectra.Window, _rateHz / frequencyHz);
            (formants[0], formants[1], formants[2]) = (row[16], row[19], row[22]);
            _harmonics.Measure(_pitch.MagnitudeOf(signal, t, _measuredVoiced), frequencyHz, formants, levels);
            (row[14], row[15], row[18], row[21], row[24]) = (levels[0], levels[1], levels[2], levels[3], levels[4]);
        }
    }

    /// <inheritdoc/>
    public override double Smooth(int column, int frame) => GemapsFunctionals.Smooth(this, column, frame);

    /// <inheritdoc/>
    public override void Describe(Span<double> statistics) => GemapsFunctionals.Describe(this, statistics);

    private Span<double> RowOf(int frame) => Values.AsSpan(frame * Count, Count);
}
