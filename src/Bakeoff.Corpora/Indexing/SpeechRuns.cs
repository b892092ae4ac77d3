namespace Bakeoff.Corpora.Indexing;

/// <summary>Turns the probabilities of windows into runs of speech, by the rule of <see cref="SegmentOptions"/> for Silero's
/// network.</summary>
/// <remarks>Two thresholds keep a probability that wavers from dividing a word: the upper begins speech, and only what falls below
/// the lower and does not come back ends it.</remarks>
internal sealed class SpeechRuns
{
    /// <summary>Distance of the threshold at which speech ends below that at which it begins.</summary>
    private const double Hysteresis = 0.15;

    /// <summary>Least threshold at which speech ends.</summary>
    private const double LeastEnd = 0.01;

    /// <summary>Pause in which speech that is too long may be cut, in seconds.</summary>
    private const double CuttingPause = 0.098;

    private readonly List<(double Start, double End)> _runs = [];
    private readonly double _mostSeconds;
    private readonly double _minPause;

    private double? _start;
    private double? _pause;
    private (double End, double? Resume)? _cut;

    private SpeechRuns(double mostSeconds, double minPause) => (_mostSeconds, _minPause) = (mostSeconds, minPause);

    /// <summary>Runs of speech in seconds, in order; none is shorter than <see cref="SegmentOptions.MinSeconds"/>.</summary>
    /// <param name="probabilities">Probability of speech in each window.</param>
    /// <param name="windowSeconds">Length of a window.</param>
    /// <param name="seconds">Length of the recording.</param>
    /// <param name="options">The rule.</param>
    public static List<(double Start, double End)> Find(
        IReadOnlyList<float> probabilities, double windowSeconds, double seconds, SegmentOptions options)
    {
        var (begin, end) = (options.UsedThreshold, Math.Max(LeastEnd, options.UsedThreshold - Hysteresis));
        var runs = new SpeechRuns(options.MaxSeconds - windowSeconds - (2 * options.UsedPadSeconds), options.UsedMinPauseSeconds);
        for (var window = 0; window < probabilities.Count; window++)
        {
            runs.Hear(window * windowSeconds, probabilities[window] >= begin, probabilities[window] < end);
        }

        if (runs._start is { } last)
        {
            runs._runs.Add((last, seconds));
        }

        runs._runs.RemoveAll(run => run.End - run.Start < options.MinSeconds);
        return runs._runs;
    }

    private void Hear(double at, bool isSpeech, bool isPause)
    {
        if (_start is { } start && at - start > _mostSeconds)
        {
            CutAt(start, at, isPause);
        }

        if (isSpeech)
        {
            _start ??= at;
            _pause = null;
            _cut = _cut is { Resume: null } cut ? (cut.End, at) : _cut;
        }
        else if (isPause && _start is { } began)
        {
            _pause ??= at;
            if (at - _pause > CuttingPause)
            {
                _cut = (_pause.Value, null);
            }

            if (at - _pause >= _minPause)
            {
                End(began, _pause.Value, next: null);
            }
        }
    }

    // In the last pause that was long enough, with what was said after it as the next run; where there was none, here.
    private void CutAt(double start, double at, bool isPause)
    {
        if (_cut is { } cut)
        {
            End(start, cut.End, cut.Resume);
        }
        else
        {
            End(start, at, isPause ? null : at);
        }
    }

    private void End(double start, double end, double? next)
    {
        _runs.Add((start, end));
        _start = next;
        _pause = null;
        _cut = null;
    }
}
