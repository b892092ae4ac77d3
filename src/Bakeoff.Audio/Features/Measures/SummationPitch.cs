namespace Bakeoff.Audio.Features.Measures;

/// <summary>Fundamental frequency of frames of 60 ms: candidates by subharmonic summation, of which a course takes one or none.</summary>
/// <remarks>Belongs to one thread. Memory: 110 bytes for each frame of a clip, and 8 MB at most of spectra.</remarks>
internal sealed class SummationPitch
{
    private const double Seconds = 0.06;
    private const double GaussianWidth = 0.4;
    private const double QuietestRms = 0.001;

    // 8 MB: 10 s at 24 kHz. Spectra behind these are computed again when they are asked for.
    private const int MostKept = 1 << 20;

    private readonly SubharmonicSummation _summation;
    private readonly PitchCourse _course = new();
    private readonly bool _keepsSpectra;
    private PitchCandidate[] _candidates = [];
    private int[] _candidateCounts = [];
    private bool[] _isLoudEnough = [];
    private double[] _kept = [];

    /// <param name="rateHz">Rate of the signals.</param>
    /// <param name="range">Lowest and highest fundamental frequency.</param>
    /// <param name="keepsSpectra">True where <see cref="MagnitudeOf"/> is asked for.</param>
    public SummationPitch(int rateHz, (double LowestHz, double HighestHz) range, bool keepsSpectra)
    {
        Spectra = new FrameSpectra(rateHz, Seconds, static place => FrameSpectra.Gaussian(place, GaussianWidth));
        _summation = new SubharmonicSummation(range, Spectra.BinCount, Spectra.BinWidthHz);
        _keepsSpectra = keepsSpectra;
    }

    /// <summary>Frames of 60 ms.</summary>
    public FrameSpectra Spectra { get; }

    /// <summary>Frames of 60 ms in the clip, as far as it was measured; those of 20 ms behind them have no pitch.</summary>
    public int FrameCount { get; private set; }

    /// <summary>[T] fundamental frequency in hertz of every frame of the clip; 0 where unvoiced.</summary>
    public double[] FrequencyHz { get; private set; } = [];

    /// <summary>Begins a clip.</summary>
    /// <param name="frameCount">Its frames.</param>
    public void Begin(int frameCount)
    {
        FrameCount = 0;
        FrequencyHz = new double[frameCount];
        if (_candidateCounts.Length < frameCount)
        {
            _candidateCounts = new int[frameCount];
            _candidates = new PitchCandidate[frameCount * SubharmonicSummation.MostCandidates];
            _isLoudEnough = new bool[frameCount];
        }

        var kept = _keepsSpectra ? Math.Min(frameCount, MostKept / Spectra.BinCount) * Spectra.BinCount : 0;
        _kept = _kept.Length < kept ? new double[kept] : _kept;
    }

    /// <summary>Finds the candidates of frames, which follow on those measured before, as far as they have 60 ms.</summary>
    /// <param name="signal">Samples.</param>
    /// <param name="stretch">The frames.</param>
    public void Measure(ReadOnlySpan<float> signal, FrameStretch stretch)
    {
        var end = Math.Min(stretch.First + stretch.Count, Spectra.CountFrames(signal.Length));
        for (var t = stretch.First; t < end; t += SubharmonicSummation.Lanes)
        {
            var count = Math.Min(SubharmonicSummation.Lanes, end - t);
            var clipFrame = stretch.Offset + t;
            for (var lane = 0; lane < count; lane++)
            {
                Spectra.Compute(signal, t + lane);
                _summation.Load(lane, Spectra.Magnitude);
                _isLoudEnough[clipFrame + lane] = Spectra.MeanSquare >= QuietestRms * QuietestRms;
                if (IsKept(clipFrame + lane))
                {
                    Spectra.Magnitude.CopyTo(KeptOf(clipFrame + lane));
                }
            }

            _summation.Find(
                _candidates.AsSpan(clipFrame * SubharmonicSummation.MostCandidates), _candidateCounts.AsSpan(clipFrame, count));
            FrameCount = clipFrame + count;
        }
    }

    /// <summary>Follows the course through all frames; those that are too quiet are unvoiced.</summary>
    public void Follow()
    {
        _course.Find(_candidates, _candidateCounts.AsSpan(0, FrameCount), FrequencyHz);
        for (var t = 0; t < FrameCount; t++)
        {
            FrequencyHz[t] = _isLoudEnough[t] ? FrequencyHz[t] : 0;
        }
    }

    /// <summary>Voicing of a frame: that of the candidate taken, of an unvoiced one the strongest's, 0 where it is too quiet.</summary>
    public double VoicingOf(int frame)
    {
        var voicing = 0.0;
        var first = frame * SubharmonicSummation.MostCandidates;
        foreach (var candidate in _isLoudEnough[frame] ? _candidates.AsSpan(first, _candidateCounts[frame]) : [])
        {
            voicing = voicing == 0 || candidate.FrequencyHz == FrequencyHz[frame] ? candidate.Voicing : voicing;
        }

        return voicing;
    }

    /// <summary>Magnitudes of a frame that was measured.</summary>
    /// <param name="signal">Samples.</param>
    /// <param name="frame">Its number in them.</param>
    /// <param name="clipFrame">Its number in the clip.</param>
    public ReadOnlySpan<double> MagnitudeOf(ReadOnlySpan<float> signal, int frame, int clipFrame)
    {
        if (IsKept(clipFrame))
        {
            return KeptOf(clipFrame);
        }

        Spectra.Compute(signal, frame);
        return Spectra.Magnitude;
    }

    private bool IsKept(int clipFrame) => (clipFrame + 1) * (long)Spectra.BinCount <= _kept.Length;

    private Span<double> KeptOf(int clipFrame) => _kept.AsSpan(clipFrame * Spectra.BinCount, Spectra.BinCount);
}
