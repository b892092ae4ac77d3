using System.Numerics;
using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features.Voice;

/// <summary>
/// Finds the fundamental frequency of a voice: YIN's periodicity in every frame, then the most plausible path through all frames.
/// </summary>
/// <remarks>
/// <para>Periods agree with librosa.yin where that picks the same trough (fixture in tests/fixtures/features); checked on tones, glides and
/// noise.</para>
/// <para>Not thread-safe: an instance owns its working memory. Determinism: equal arguments give equal bits on every machine.</para>
/// </remarks>
public sealed class PitchTracker
{
    private readonly int _sampleRateHz;
    private readonly PeriodicityFunction _function;
    private readonly PitchCandidates _candidates = new();
    private float[] _power = [];
    private int[] _choice = [];
    private FrameReader? _reader;
    private int _readerHop;

    /// <summary>Plans the tracker.</summary>
    /// <param name="sampleRateHz">Rate of the signals in hertz; positive.</param>
    /// <param name="minHz">Lowest pitch looked for in hertz; positive.</param>
    /// <param name="maxHz">Highest pitch looked for in hertz; more than <paramref name="minHz"/>, at most a quarter of the rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public PitchTracker(int sampleRateHz, double minHz = 65, double maxHz = 700)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRateHz);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minHz);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxHz, minHz);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxHz, sampleRateHz / 4.0);
        _sampleRateHz = sampleRateHz;
        // Half a frame holds at least two of the longest periods, the other half the way to the next.
        var longest = (int)Math.Ceiling(sampleRateHz / minHz);
        var frameLength = (int)BitOperations.RoundUpToPowerOf2((uint)(4 * longest));
        _function = new PeriodicityFunction(frameLength, (int)Math.Floor(sampleRateHz / maxHz), longest);
    }

    /// <summary>Samples under one analysis frame.</summary>
    public int FrameLength => _function.FrameLength;

    /// <summary>Tracks the pitch of a clip; frame t is centred on sample t * hop.</summary>
    /// <param name="mono">Samples.</param>
    /// <param name="hopLength">Samples between frames; positive.</param>
    /// <returns>1 + samples / hop frames.</returns>
    public PitchTrack Track(ReadOnlySpan<float> mono, int hopLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hopLength);
        var frameCount = 1 + mono.Length / hopLength;
        Begin(frameCount);
        for (var first = 0; first < frameCount; first += FrameGroup.Lanes)
        {
            Analyse(mono, first * hopLength, hopLength, first, Math.Min(FrameGroup.Lanes, frameCount - first));
        }

        var track = new PitchTrack(new float[frameCount], new float[frameCount]);
        Decode(hopLength, track.FrequencyHz, track.Voicing);
        return track;
    }

    /// <summary>Starts a clip of at most so many frames.</summary>
    internal void Begin(int frameCount)
    {
        _candidates.Begin(frameCount);
        if (_power.Length < frameCount)
        {
            (_power, _choice) = (new float[frameCount], new int[frameCount]);
        }
    }

    /// <summary>Analyses up to sixteen frames, the first of them around a sample.</summary>
    internal void Analyse(ReadOnlySpan<float> signal, int centre, int hopLength, int firstFrame, int frameCount)
    {
        if (_reader is null || _readerHop != hopLength)
        {
            _reader = new FrameReader(AnalysisWindow.Create(WindowKind.Rectangular, FrameLength, FrameLength), hopLength);
            _readerHop = hopLength;
        }

        // Only the first half of a frame is compared with what follows it: that half is what has to lie around the centre.
        _reader.Read(signal, centre - FrameLength / 4, _function.Frames);
        _function.Compute();
        for (var lane = 0; lane < frameCount; lane++)
        {
            _power[firstFrame + lane] = _function.Power[lane];
        }

        _candidates.Collect(firstFrame, frameCount, _function);
    }

    /// <summary>Chooses the path and writes it; the spans are as long as the clip has frames.</summary>
    internal void Decode(int hopLength, Span<float> frequencyHz, Span<float> voicing)
    {
        var frameCount = frequencyHz.Length;
        var chosen = _choice.AsSpan(0, frameCount);
        new PitchPath((double)_sampleRateHz / hopLength, _function.MaxPeriod).Find(_candidates, _power.AsSpan(0, frameCount), chosen);
        for (var t = 0; t < frameCount; t++)
        {
            frequencyHz[t] = chosen[t] < 0 ? 0 : (float)(_sampleRateHz / (double)_candidates.Periods(t)[chosen[t]]);
            voicing[t] = _candidates.Strengths(t).IsEmpty ? 0 : _candidates.Strengths(t)[Math.Max(chosen[t], 0)];
        }
    }
}
