using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Pitch-synchronous overlap-add: cuts a voice into grains of two periods and lays them down at other distances.</summary>
internal sealed class PitchSynchronousOverlap
{
    private readonly float[] _signal;
    private readonly PitchMarks _marks;
    private readonly Dictionary<int, float[]> _windows = [];

    public PitchSynchronousOverlap(float[] signal, int sampleRateHz)
    {
        _signal = signal;
        _marks = new PitchMarks(signal, sampleRateHz);
    }

    /// <summary>The voice with its pitch and speaking rate multiplied.</summary>
    public float[] Render(double pitchFactor, double tempoFactor)
    {
        var result = new float[(int)Math.Round(_signal.Length / tempoFactor)];
        var weights = new float[result.Length];
        var mark = 0;
        for (var at = 0.0; at < result.Length && _marks.Count > 0;)
        {
            var wanted = at * tempoFactor;
            while (mark + 1 < _marks.Count && Math.Abs(_marks.Sample(mark + 1) - wanted) <= Math.Abs(_marks.Sample(mark) - wanted))
            {
                mark++;
            }

            var step = _marks.IsVoiced(mark) ? _marks.Period(mark) / pitchFactor : _marks.Period(mark);
            AddGrain(_marks.Sample(mark), (int)at, (int)Math.Ceiling(Math.Max(_marks.Period(mark), step)), result, weights);
            at += step;
        }

        for (var n = 0; n < result.Length; n++)
        {
            // Grains overlap more or less than in the original; the sum of their windows evens that out.
            result[n] = weights[n] > 1e-3f ? result[n] / weights[n] : result[n];
        }

        return result;
    }

    private void AddGrain(int source, int target, int half, float[] result, float[] weights)
    {
        var first = Math.Max(1 - half, -target);
        var end = Math.Min(half, result.Length - target);
        var window = WindowOf(half).AsSpan()[(first + half - 1)..(end + half - 1)];
        Add(window, weights.AsSpan(target + first, window.Length));

        // Beyond both ends of the signal there is nothing to add.
        var (begin, stop) = (Math.Clamp(-source, first, end), Math.Clamp(_signal.Length - source, first, end));
        if (begin < stop)
        {
            AddProducts(
                window[(begin - first)..(stop - first)],
                _signal.AsSpan(source + begin, stop - begin),
                result.AsSpan(target + begin, stop - begin));
        }
    }

    private static void Add(ReadOnlySpan<float> values, Span<float> sums)
    {
        var n = 0;
        for (; n <= values.Length - Vector256<float>.Count; n += Vector256<float>.Count)
        {
            (Vector256.Create(values[n..]) + Vector256.Create<float>(sums[n..])).CopyTo(sums[n..]);
        }

        for (; n < values.Length; n++)
        {
            sums[n] += values[n];
        }
    }

    private static void AddProducts(ReadOnlySpan<float> weights, ReadOnlySpan<float> values, Span<float> sums)
    {
        var n = 0;
        for (; n <= values.Length - Vector256<float>.Count; n += Vector256<float>.Count)
        {
            (Vector256.Create<float>(sums[n..]) + (Vector256.Create(weights[n..]) * Vector256.Create(values[n..]))).CopyTo(sums[n..]);
        }

        for (; n < values.Length; n++)
        {
            sums[n] += weights[n] * values[n];
        }
    }

    /// <summary>Hann window of a grain; neighbouring grains are often of one length.</summary>
    private float[] WindowOf(int half)
    {
        if (!_windows.TryGetValue(half, out var window))
        {
            _windows[half] = window = new float[(2 * half) - 1];
            for (var n = 0; n < window.Length; n++)
            {
                window[n] = (float)(0.5 + 0.5 * DeterministicMath.Cos(Math.PI * (n - half + 1) / half));
            }
        }

        return window;
    }
}
