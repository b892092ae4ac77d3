using Bakeoff.Numerics;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Pitch-synchronous overlap-add: cuts a voice into grains of two periods and lays them down at other distances.</summary>
internal sealed class PitchSynchronousOverlap
{
    private readonly float[] _signal;
    private readonly PitchMarks _marks;

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
        for (var n = -half + 1; n < half; n++)
        {
            var (from, to) = (source + n, target + n);
            if ((uint)to < (uint)result.Length)
            {
                var weight = (float)(0.5 + 0.5 * DeterministicMath.Cos(Math.PI * n / half));
                weights[to] += weight;
                result[to] += (uint)from < (uint)_signal.Length ? weight * _signal[from] : 0f;
            }
        }
    }
}
