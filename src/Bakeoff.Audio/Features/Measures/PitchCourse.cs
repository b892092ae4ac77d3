using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Chooses a candidate, or "unvoiced", for every frame so that the whole course costs least (Viterbi).</summary>
/// <remarks>
/// The kinds of cost are those of F. Eyben, Real-time speech and music classification by large audio feature space extraction (2016): a weak
/// candidate, a decision against the voicing threshold, an unusual frequency, a leap, a change of voicing. Their form, which the thesis leaves
/// open, was found by measurement.
/// </remarks>
internal sealed class PitchCourse
{
    private const int States = SubharmonicSummation.MostCandidates + 1;
    private const int Unvoiced = SubharmonicSummation.MostCandidates;
    private const double VoicingThreshold = 0.7;
    private const double WeaknessCost = 2;
    private const double LeastVoicing = 0.01;
    private const double AgainstThreshold = 8;
    private const double VoicingChange = 10;
    private const double LeapCost = 10;
    private const double StayingUnvoiced = 1;

    // Speech lies within these.
    private const double UsualLowestHz = 100;
    private const double UsualHighestHz = 350;

    private readonly double[] _costs = new double[2 * States];
    private readonly double[] _logs = new double[2 * Unvoiced];
    private sbyte[] _origins = [];

    /// <summary>Finds the course.</summary>
    /// <param name="candidates">[T, 6] candidates, each frame's strongest first.</param>
    /// <param name="counts">[T] number of candidates of each frame.</param>
    /// <param name="frequencyHz">[T] receives the fundamental frequency; 0 where unvoiced.</param>
    public void Find(ReadOnlySpan<PitchCandidate> candidates, ReadOnlySpan<int> counts, Span<double> frequencyHz)
    {
        if (_origins.Length < counts.Length * States)
        {
            _origins = new sbyte[counts.Length * States];
        }

        for (var t = 0; t < counts.Length; t++)
        {
            var now = candidates.Slice(t * Unvoiced, counts[t]);
            Enter(t, now, t == 0 ? [] : candidates.Slice((t - 1) * Unvoiced, counts[t - 1]));
        }

        Trace(candidates, counts, frequencyHz);
    }

    private void Enter(int t, ReadOnlySpan<PitchCandidate> now, ReadOnlySpan<PitchCandidate> before)
    {
        var target = _costs.AsSpan(t % 2 * States, States);
        var source = _costs.AsSpan((t + 1) % 2 * States, States);
        var logs = _logs.AsSpan(t % 2 * Unvoiced, Unvoiced);
        var logsBefore = _logs.AsSpan((t + 1) % 2 * Unvoiced, Unvoiced);
        for (var state = 0; state < now.Length; state++)
        {
            logs[state] = DeterministicMath.Log(now[state].FrequencyHz);
        }

        target.Fill(double.PositiveInfinity);
        for (var state = 0; state < States; state++)
        {
            if (state != Unvoiced && state >= now.Length)
            {
                continue;
            }

            var own = Own(state, now);
            if (t == 0)
            {
                target[state] = own;
                continue;
            }

            var (least, origin) = (double.PositiveInfinity, Unvoiced);
            for (var previous = 0; previous < States; previous++)
            {
                if (previous != Unvoiced && previous >= before.Length)
                {
                    continue;
                }

                var cost = source[previous] + Change(state, logs, previous, logsBefore);
                if (cost < least)
                {
                    (least, origin) = (cost, previous);
                }
            }

            target[state] = least + own;
            _origins[t * States + state] = (sbyte)origin;
        }
    }

    private static double Own(int state, ReadOnlySpan<PitchCandidate> now)
    {
        if (state == Unvoiced)
        {
            return now.Length > 0 && now[0].Voicing >= VoicingThreshold ? AgainstThreshold : 0;
        }

        var (hertz, voicing) = (now[state].FrequencyHz, now[state].Voicing);
        var unusual = Math.Max((UsualLowestHz - hertz) / 100, Math.Clamp((hertz - UsualHighestHz) / 250, 0, 1));
        return unusual
            - WeaknessCost * DeterministicMath.Log(Math.Max(voicing, LeastVoicing))
            + (voicing < VoicingThreshold ? AgainstThreshold : 0);
    }

    private static double Change(int state, ReadOnlySpan<double> logs, int previous, ReadOnlySpan<double> logsBefore) =>
        (state == Unvoiced, previous == Unvoiced) switch
        {
            (true, true) => StayingUnvoiced,
            (false, false) => LeapCost * Leap(logs[state], logsBefore, previous),
            _ => VoicingChange,
        };

    /// <summary>
    /// Natural logarithm of the ratio of the frequencies; it counts twice from a frame's first candidate, and from another the one to the
    /// candidate listed before that is added, as in published values.
    /// </summary>
    private static double Leap(double log, ReadOnlySpan<double> logsBefore, int previous)
    {
        var from = logsBefore[previous];
        return Math.Abs(log - from) + Math.Abs((previous == 0 ? log : logsBefore[previous - 1]) - from);
    }

    private void Trace(ReadOnlySpan<PitchCandidate> candidates, ReadOnlySpan<int> counts, Span<double> frequencyHz)
    {
        var last = counts.Length - 1;
        var state = Unvoiced;
        for (var other = 0; other < States && last >= 0; other++)
        {
            if (_costs[last % 2 * States + other] < _costs[last % 2 * States + state])
            {
                state = other;
            }
        }

        for (var t = last; t >= 0; t--)
        {
            frequencyHz[t] = state == Unvoiced ? 0 : candidates[t * Unvoiced + state].FrequencyHz;
            state = _origins[t * States + state];
        }
    }
}
