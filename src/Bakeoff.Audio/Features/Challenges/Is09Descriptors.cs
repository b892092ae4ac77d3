using Bakeoff.Audio.Features.Measures;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Challenges;

/// <summary>The 16 descriptors of the INTERSPEECH 2009 set: level, 12 MFCC, zero crossings, voicing and fundamental frequency.</summary>
/// <remarks>Frames of 25 ms, every 10 ms, under a Hamming window, with a pre-emphasis of 0.97 for all but zero crossings.</remarks>
internal sealed class Is09Descriptors : ClipDescriptors
{
    /// <summary>Number of descriptors, in the order of <see cref="Is09Names.Descriptors"/>.</summary>
    public const int Count = 16;

    /// <summary>Seconds of a frame.</summary>
    public const double Seconds = 0.025;

    private const int CepstralCount = 12;
    private const int BandCount = 26;
    private const double HighHz = 8000;
    private const double Preemphasis = 0.97;
    private const int Crossings = 13;
    private const int VoicingColumn = 14;
    private const int FrequencyColumn = 15;

    private readonly FrameSpectra _spectra;
    private readonly HtkBands _bands;
    private readonly HtkCepstrum _cepstrum = new(BandCount, CepstralCount);
    private readonly CepstralPitch _pitch;
    private readonly double[] _sums = new double[BandCount];
    private double[] _values = [];
    private PeriodicFrame[] _periods = [];

    /// <param name="rateHz">Rate of the signals.</param>
    /// <exception cref="UnusableSignalException">The rate is too low.</exception>
    public Is09Descriptors(int rateHz)
        : base(rateHz, "IS09")
    {
        _spectra = new FrameSpectra(rateHz, Seconds, FrameSpectra.Hamming, Preemphasis);
        _bands = new HtkBands((0, Math.Min(HighHz, rateHz / 2.0)), BandCount, _spectra.BinCount, _spectra.BinWidthHz);
        _pitch = new CepstralPitch(rateHz, _spectra.FftLength);
    }

    /// <inheritdoc/>
    public override int ColumnCount => Count;

    /// <inheritdoc/>
    public override int FunctionalCount => Is09Names.Functionals.Count;

    /// <inheritdoc/>
    public override int Reach => _spectra.HopLength;

    /// <inheritdoc/>
    protected override int FrameMilliseconds => 25;

    /// <inheritdoc/>
    public override int CountFrames(int sampleCount) => _spectra.CountFrames(sampleCount);

    /// <inheritdoc/>
    /// <remarks>Memory: 150 bytes for each frame.</remarks>
    public override void Begin(int frameCount)
    {
        base.Begin(frameCount);
        _values = new double[frameCount * Count];
        _periods = new PeriodicFrame[frameCount];
    }

    /// <inheritdoc/>
    public override void BeginWindow() => _spectra.Begin();

    /// <inheritdoc/>
    public override void MeasureFrames(ReadOnlySpan<float> signal, FrameStretch stretch)
    {
        for (var t = stretch.First; t < stretch.First + stretch.Count; t++)
        {
            var row = _values.AsSpan((stretch.Offset + t) * Count, Count);
            _spectra.Compute(signal, t);
            row[0] = Math.Sqrt(_spectra.MeanSquare);
            _bands.Sum(_spectra.Magnitude, _sums);
            for (var b = 0; b < BandCount; b++)
            {
                _sums[b] = DeterministicMath.Log(Math.Max(_sums[b] * HtkCepstrum.FullScale, 1));
            }

            _cepstrum.Transform(_sums, row.Slice(1, CepstralCount));
            row[Crossings] = ZeroCrossings.Rate(signal.Slice(t * _spectra.HopLength, _spectra.FrameLength));
            var period = _pitch.Measure(_spectra.Power);
            (row[VoicingColumn], _periods[stretch.Offset + t]) = (period.Voicing, period);
        }
    }

    /// <inheritdoc/>
    public override void FindPitch()
    {
        var frequencyHz = new double[FrameCount];
        _pitch.Follow(_periods, frequencyHz);
        for (var t = 0; t < FrameCount; t++)
        {
            _values[t * Count + FrequencyColumn] = frequencyHz[t];
        }
    }

    /// <inheritdoc/>
    public override double Smooth(int column, int frame)
    {
        var (before, after) = (Math.Max(frame - 1, 0), Math.Min(frame + 1, FrameCount - 1));
        return (_values[before * Count + column] + _values[frame * Count + column] + _values[after * Count + column]) / 3;
    }

    /// <inheritdoc/>
    public override void Describe(Span<double> statistics)
    {
        var contour = new double[FrameCount];
        var derivative = new double[FrameCount];

        // Published values leave out the last two frames.
        var count = Math.Max(FrameCount - 2, 1);
        for (var column = 0; column < Count; column++)
        {
            for (var t = 0; t < FrameCount; t++)
            {
                contour[t] = Smooth(column, t);
            }

            ContourStatistics.Derive(contour, derivative);
            ContourStatistics.Describe(contour.AsSpan(0, count), statistics.Slice(column * ContourStatistics.Count, ContourStatistics.Count));
            ContourStatistics.Describe(
                derivative.AsSpan(0, count), statistics.Slice((Count + column) * ContourStatistics.Count, ContourStatistics.Count));
        }
    }
}
