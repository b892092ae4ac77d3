using Bakeoff.Audio.Features.Measures;

namespace Bakeoff.Audio.Features.Challenges;

/// <summary>The 65 descriptors of the ComParE 2016 set, frame by frame. Belongs to one thread.</summary>
/// <remarks>
/// Descriptors of energy and spectrum come from frames of 20 ms under a Hamming window, those of voicing from frames of 60 ms under a Gaussian
/// one, zero crossings from 60 ms without a window; all begin at the same sample every 10 ms. Frames that end behind the signal have no voice.
/// </remarks>
internal sealed class Compare16Descriptors : ClipDescriptors
{
    /// <summary>Number of descriptors, in the order of <see cref="Compare16Names.Descriptors"/>.</summary>
    public const int Count = 65;

    /// <summary>First column of the descriptors of energy, behind those of voicing.</summary>
    public const int FirstOfEnergy = 6;

    /// <summary>First column of the descriptors of the spectrum, behind those of energy.</summary>
    public const int FirstOfSpectrum = 10;

    /// <summary>Seconds of a frame of energy and spectrum.</summary>
    public const double ShortSeconds = 0.02;

    private const double LowestPitchHz = 52;
    private const double HighestPitchHz = 620;
    private const double NoHarmonicsDb = -100;
    private const int CepstralCount = 14;
    private const int NoiseColumn = 5;
    private const int ShapeColumn = FirstOfSpectrum + AuditoryBands.BandCount;
    private const int CepstralColumn = ShapeColumn + SpectralShape.Count;

    private readonly FrameSpectra _short;
    private readonly AuditoryBands _bands;
    private readonly RelativeSpectra _relative = new(AuditoryBands.BandCount);
    private readonly SpectralShape _shape;
    private readonly SummationPitch _pitch;
    private readonly CycleIrregularity _cycles;
    private readonly double[] _spectral = new double[Count];
    private float[] _values = [];
    private int _measuredVoiced;

    /// <param name="rateHz">Rate of the signals.</param>
    /// <exception cref="UnusableSignalException">The rate is too low.</exception>
    public Compare16Descriptors(int rateHz)
        : base(rateHz, "ComParE 2016")
    {
        _short = new FrameSpectra(rateHz, ShortSeconds, FrameSpectra.Hamming);
        _bands = new AuditoryBands(rateHz, CepstralCount, _short.BinCount, _short.BinWidthHz);
        _shape = new SpectralShape(_short.BinCount, _short.BinWidthHz);
        _pitch = new SummationPitch(rateHz, (LowestPitchHz, HighestPitchHz), keepsSpectra: false);
        _cycles = new CycleIrregularity(rateHz, search: 0.25, hasNoise: true);
    }

    /// <inheritdoc/>
    public override int ColumnCount => Count;

    /// <inheritdoc/>
    public override int FunctionalCount => Compare16Names.Functionals.Count;

    /// <inheritdoc/>
    public override int Reach => _pitch.Spectra.FrameLength - _short.FrameLength + _short.HopLength;

    /// <inheritdoc/>
    protected override int FrameMilliseconds => 20;

    /// <summary>Frames of 60 ms in the clip, as far as it was measured.</summary>
    public int LongFrameCount => _pitch.FrameCount;

    /// <inheritdoc/>
    public override int CountFrames(int sampleCount) => _short.CountFrames(sampleCount);

    /// <inheritdoc/>
    /// <remarks>Memory: 380 bytes for each frame.</remarks>
    public override void Begin(int frameCount)
    {
        base.Begin(frameCount);
        _measuredVoiced = 0;
        _values = new float[frameCount * Count];
        _pitch.Begin(frameCount);
        _relative.Begin();
        _shape.Begin();
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
        for (var t = stretch.First; t < stretch.First + stretch.Count; t++)
        {
            MeasureSpectrum(signal, t);
            _spectral[NoiseColumn] = NoHarmonicsDb;
            var row = RowOf(stretch.Offset + t);
            for (var column = 0; column < Count; column++)
            {
                row[column] = (float)_spectral[column];
            }
        }

        _pitch.Measure(signal, stretch);
    }

    /// <inheritdoc/>
    public override void FindPitch()
    {
        _pitch.Follow();
        for (var t = 0; t < LongFrameCount; t++)
        {
            var row = RowOf(t);
            (row[0], row[1]) = ((float)_pitch.FrequencyHz[t], (float)_pitch.VoicingOf(t));
        }
    }

    /// <inheritdoc/>
    public override void MeasureVoiced(ReadOnlySpan<float> signal, int offset, int end)
    {
        for (; _measuredVoiced < Math.Min(end, LongFrameCount); _measuredVoiced++)
        {
            var frequencyHz = _pitch.FrequencyHz[_measuredVoiced];
            if (frequencyHz <= 0)
            {
                _cycles.Restart();
                continue;
            }

            var row = RowOf(_measuredVoiced);
            var start = (_measuredVoiced - offset) * _short.HopLength;
            var cycles = _cycles.Measure(signal, start, frequencyHz);
            (row[2], row[3], row[4]) = ((float)cycles.Jitter, (float)cycles.JitterDelta, (float)cycles.Shimmer);
            row[NoiseColumn] = (float)cycles.HarmonicsToNoiseDb;
        }
    }

    /// <inheritdoc/>
    public override double Smooth(int column, int frame)
    {
        var smooth = SmoothOrZero(column, frame);
        return column < NoiseColumn && smooth == 0 ? double.NaN : smooth;
    }

    /// <summary>A descriptor of a frame, smoothed over three; 0 where it does not exist.</summary>
    public double SmoothOrZero(int column, int frame)
    {
        Span<double> near = stackalloc double[3];
        var (first, end) = (Math.Max(frame - 1, 0), Math.Min(frame + 2, FrameCount));
        for (var t = first; t < end; t++)
        {
            near[t - first] = _values[t * Count + column];
        }

        return column < NoiseColumn
            ? Contour.SmoothExisting(near[..(end - first)], frame - first)
            : Contour.Smooth(near[..(end - first)], frame - first);
    }

    /// <inheritdoc/>
    public override void Describe(Span<double> statistics) => Compare16Functionals.Describe(this, statistics);

    private Span<float> RowOf(int frame) => _values.AsSpan(frame * Count, Count);

    private void MeasureSpectrum(ReadOnlySpan<float> signal, int frame)
    {
        _short.Compute(signal, frame);
        _spectral[FirstOfEnergy] = _bands.Measure(_short.Power, _spectral.AsSpan(CepstralColumn, CepstralCount));
        var relative = _relative.Filter(_bands.EnergyLogs);
        var sum = 0.0;
        var loudness = _spectral.AsSpan(FirstOfSpectrum, AuditoryBands.BandCount);
        _bands.MeasureLoudness(relative, loudness);
        foreach (var band in loudness)
        {
            sum += band;
        }

        _spectral[FirstOfEnergy + 1] = sum / AuditoryBands.BandCount;
        var start = frame * _short.HopLength;
        _spectral[FirstOfEnergy + 2] = Math.Sqrt(SignalEnergy.Of(signal.Slice(start, _short.FrameLength)) / _short.FrameLength);
        _spectral[FirstOfEnergy + 3] = ZeroCrossings.Rate(signal.Slice(start, Math.Min(_pitch.Spectra.FrameLength, signal.Length - start)));
        _shape.Measure(_short.Power, _short.Magnitude, _spectral.AsSpan(ShapeColumn, SpectralShape.Count));
    }
}
