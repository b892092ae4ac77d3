using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Voice;

/// <summary>Chooses one candidate or "unvoiced" per frame so that the whole path is the most plausible one (Viterbi).</summary>
/// <remarks>
/// Source of the costs: P. Boersma, Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a
/// sampled sound, IFA Proceedings 17 (1993), with 1 - normalised difference in the place of the autocorrelation.
/// </remarks>
/// <param name="framesPerSecond">Rate of the frames.</param>
/// <param name="longestPeriod">Longest period looked for, in samples; octaves are counted from it.</param>
internal sealed class PitchPath(double framesPerSecond, int longestPeriod)
{
    private const int States = PitchCandidates.MostPerFrame + 1;
    private const int Unvoiced = PitchCandidates.MostPerFrame;
    private const double VoicingThreshold = 0.5;
    private const double SilenceThreshold = 0.03;
    private const double OctaveCost = 0.02;

    // Boersma's costs are per hundredth of a second.
    private readonly double _octaveJumpCost = 0.35 * framesPerSecond / 100;
    private readonly double _voicingCost = 0.14 * framesPerSecond / 100;

    // Two frames, the one at hand and the one before it.
    private readonly double[] _scores = new double[2 * States];
    private readonly double[] _octaves = new double[2 * States];
    private sbyte[] _origins = [];

    /// <summary>Finds the best path.</summary>
    /// <param name="candidates">Candidates of every frame.</param>
    /// <param name="power">[T] mean power of every frame; quiet ones are held for unvoiced.</param>
    /// <param name="choice">[T] receives the index of the candidate, or -1 for unvoiced.</param>
    public void Find(PitchCandidates candidates, ReadOnlySpan<float> power, Span<int> choice)
    {
        var frameCount = choice.Length;
        if (_origins.Length < frameCount * States)
        {
            _origins = new sbyte[frameCount * States];
        }

        var loudest = 0f;
        foreach (var value in power)
        {
            loudest = Math.Max(loudest, value);
        }

        for (var t = 0; t < frameCount; t++)
        {
            Enter(t, candidates, loudest <= 0 ? 0 : Math.Sqrt(power[t] / loudest));
        }

        Trace(frameCount, candidates, choice);
    }

    private void Enter(int t, PitchCandidates candidates, double relativeAmplitude)
    {
        var periods = candidates.Periods(t);
        var strengths = candidates.Strengths(t);
        for (var state = 0; state < States; state++)
        {
            var at = t % 2 * States + state;
            ref var origin = ref _origins[t * States + state];
            if (state != Unvoiced && state >= periods.Length)
            {
                (_scores[at], origin) = (double.NegativeInfinity, 0);
                continue;
            }

            _octaves[at] =
                state == Unvoiced ? 0 : DeterministicMath.Log(periods[state] / (double)longestPeriod) / DeterministicMath.Log(2.0);
            var local =
                state == Unvoiced
                    ? VoicingThreshold + Math.Max(0, 2 - relativeAmplitude / (SilenceThreshold / (1 + VoicingThreshold)))
                    : strengths[state] - OctaveCost * _octaves[at];
            (_scores[at], origin) = t == 0 ? (local, (sbyte)0) : Best(t, state, _octaves[at], local);
        }
    }

    private (double Score, sbyte Origin) Best(int t, int state, double octave, double local)
    {
        var (best, origin) = (double.NegativeInfinity, (sbyte)Unvoiced);
        for (var previous = 0; previous < States; previous++)
        {
            var from = (t - 1) % 2 * States + previous;
            var cost = (state == Unvoiced, previous == Unvoiced) switch
            {
                (true, true) => 0,
                (false, false) => _octaveJumpCost * Math.Abs(octave - _octaves[from]),
                _ => _voicingCost,
            };
            if (_scores[from] - cost > best)
            {
                (best, origin) = (_scores[from] - cost, (sbyte)previous);
            }
        }

        return (best + local, origin);
    }

    private void Trace(int frameCount, PitchCandidates candidates, Span<int> choice)
    {
        var state = Unvoiced;
        for (var other = 0; other < States; other++)
        {
            if (_scores[(frameCount - 1) % 2 * States + other] > _scores[(frameCount - 1) % 2 * States + state])
            {
                state = other;
            }
        }

        for (var t = frameCount - 1; t >= 0; t--)
        {
            choice[t] = state < candidates.Periods(t).Length ? state : -1;
            state = _origins[t * States + state];
        }
    }
}
