using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>The descriptors of a clip, frame by frame, before smoothing. Belongs to one thread.</summary>
/// <remarks>
/// Spectral descriptors and formants come from frames of 20 ms under a Hamming window, pitch and harmonics from frames of 60 ms under a
/// Gaussian one; both begin at the same sample every 10 ms. 0 stands for a value that does not exist, as in the published sets, but formant
/// levels without a fundamental are <see cref="NoLevel"/>.
/// </remarks>
internal sealed class GemapsDescriptors
{
    /// <summary>Level in dB of a formant relative to a fundamental that does not exist.</summary>
    public const double NoLevel = -201;

    /// <summary>Number of descriptors, in the order of <see cref="GemapsNames.Descriptors"/>.</summary>
    public const int Count = 25;

    /// <summary>Column of the pitch in semitones.</summary>
    public const int Pitch = 10;

    private const double SemitoneZeroHz = 27.5;
    private const double QuietestRms = 0.001;
    private const double GaussianWidth = 0.4;

    private readonly int _rateHz;
    private readonly FrameSpectra _short;
    private readonly FrameSpectra _long;
    private readonly AuditoryBands _bands;
    private readonly SpectralTilt _tilt;
    private readonly PredictionFormants _formants;
    private readonly SubharmonicSummation _summation;
    private readonly PitchCourse _course = new();
    private readonly HarmonicLevels _harmonics;
    private readonly CycleIrregularity _cycles;
    private PitchCandidate[] _candidates = [];
    private int[] _candidateCounts = [];
    private double[] _loudEnough = [];

    /// <param name="rateHz">Rate of the signals.</param>
    public GemapsDescriptors(int rateHz)
    {
        _rateHz = rateHz;
        _short = new FrameSpectra(rateHz, 0.02, static place => 0.54 + 0.46 * DeterministicMath.Cos(Math.PI * place));
        _long = new FrameSpectra(
            rateHz, 0.06, static place => DeterministicMath.Exp(-0.5 * place * place / (GaussianWidth * GaussianWidth)));
        _bands = new AuditoryBands(rateHz, _short.BinCount, _short.BinWidthHz);
        _tilt = new SpectralTilt(_short.BinCount, _short.BinWidthHz);
        _formants = new PredictionFormants(_short, isMirrored: true);
        _summation = new SubharmonicSummation(_long.BinCount, _long.BinWidthHz);
        _harmonics = new HarmonicLevels(_long.BinWidthHz);
        _cycles = new CycleIrregularity(rateHz);
    }

    /// <summary>Frames of 20 ms in the clip.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Frames of 60 ms in the clip; further ones have no pitch.</summary>
    public int LongFrameCount { get; private set; }

    /// <summary>Mean square of the samples over all frames of 20 ms.</summary>
    public double MeanSquare { get; private set; }

    /// <summary>[FrameCount, 25] the descriptors; valid until the next clip.</summary>
    public double[] Values { get; private set; } = [];

    /// <summary>[FrameCount] fundamental frequency in hertz; 0 where unvoiced.</summary>
    public double[] FrequencyHz { get; private set; } = [];

    /// <summary>Measures a clip.</summary>
    /// <param name="signal">Mono samples, full scale at -1 and 1.</param>
    public void Measure(ReadOnlySpan<float> signal)
    {
        FrameCount = _short.CountFrames(signal.Length);
        LongFrameCount = _long.CountFrames(signal.Length);
        Values = new double[FrameCount * Count];
        FrequencyHz = new double[FrameCount];
        _short.Begin();
        _long.Begin();
        MeasureShort(signal);
        TrackPitch(signal);
        MeasureVoiced(signal);
    }

    private Span<double> Row(int frame) => Values.AsSpan(frame * Count, Count);

    private void MeasureShort(ReadOnlySpan<float> signal)
    {
        Span<double> frequencies = stackalloc double[3];
        Span<double> bandwidths = stackalloc double[3];
        _tilt.Begin();
        var sum = 0.0;
        for (var t = 0; t < FrameCount; t++)
        {
            var row = Row(t);
            _short.Compute(signal, t);
            row[0] = _bands.Measure(_short.Power, row.Slice(6, AuditoryBands.CepstralCount));
            _tilt.Measure(_short.Power, _short.Magnitude, row.Slice(1, 5));
            _formants.Measure(_short, frequencies, bandwidths);
            for (var f = 0; f < 3; f++)
            {
                (row[16 + 3 * f], row[17 + 3 * f], row[18 + 3 * f]) = (frequencies[f], bandwidths[f], NoLevel);
            }

            sum += SumOfSquares(signal.Slice(t * _short.HopLength, _short.FrameLength));
        }

        MeanSquare = sum / Math.Max((double)FrameCount * _short.FrameLength, 1);
    }

    private static double SumOfSquares(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return sum;
    }

    private void TrackPitch(ReadOnlySpan<float> signal)
    {
        if (_candidateCounts.Length < LongFrameCount)
        {
            _candidateCounts = new int[LongFrameCount];
            _candidates = new PitchCandidate[LongFrameCount * SubharmonicSummation.MostCandidates];
            _loudEnough = new double[LongFrameCount];
        }

        for (var t = 0; t < LongFrameCount; t++)
        {
            _long.Compute(signal, t);
            _candidateCounts[t] = _summation.Find(
                _long.Magnitude, _candidates.AsSpan(t * SubharmonicSummation.MostCandidates, SubharmonicSummation.MostCandidates));
            _loudEnough[t] = _long.MeanSquare >= QuietestRms * QuietestRms ? 1 : 0;
        }

        _course.Find(_candidates, _candidateCounts.AsSpan(0, LongFrameCount), FrequencyHz);
        for (var t = 0; t < LongFrameCount; t++)
        {
            FrequencyHz[t] *= _loudEnough[t];
            Row(t)[Pitch] = FrequencyHz[t] > 0
                ? 12 * DeterministicMath.Log(FrequencyHz[t] / SemitoneZeroHz) / DeterministicMath.Log(2.0)
                : 0;
        }
    }

    private void MeasureVoiced(ReadOnlySpan<float> signal)
    {
        Span<double> formants = stackalloc double[3];
        Span<double> levels = stackalloc double[5];
        for (var t = 0; t < LongFrameCount; t++)
        {
            if (FrequencyHz[t] <= 0)
            {
                continue;
            }

            var row = Row(t);
            _long.Compute(signal, t);
            (row[11], row[12]) = _cycles.Measure(signal, t * _long.HopLength, FrequencyHz[t]);
            row[13] = _harmonics.HarmonicsToNoise(
                signal.Slice(t * _long.HopLength, _long.FrameLength), _long.Window, _rateHz / FrequencyHz[t]);
            (formants[0], formants[1], formants[2]) = (row[16], row[19], row[22]);
            _harmonics.Measure(_long.Magnitude, FrequencyHz[t], formants, levels);
            (row[14], row[15], row[18], row[21], row[24]) = (levels[0], levels[1], levels[2], levels[3], levels[4]);
        }
    }
}
