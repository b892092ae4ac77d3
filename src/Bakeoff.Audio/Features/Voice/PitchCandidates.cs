using System.Numerics;
using System.Runtime.Intrinsics;

namespace Bakeoff.Audio.Features.Voice;

/// <summary>The few periods at which each frame nearly repeats itself: local minima of the periodicity function, deepest first.</summary>
internal sealed class PitchCandidates
{
    /// <summary>Most candidates of one frame.</summary>
    public const int MostPerFrame = 6;

    private float[] _periods = [];
    private float[] _strengths = [];
    private int[] _counts = [];

    /// <summary>Makes room for a clip and forgets the one before.</summary>
    public void Begin(int frameCount)
    {
        if (_counts.Length < frameCount)
        {
            _counts = new int[frameCount];
            _periods = new float[frameCount * MostPerFrame];
            _strengths = new float[frameCount * MostPerFrame];
        }

        Array.Clear(_counts);
    }

    /// <summary>Periods of a frame in samples, refined between samples.</summary>
    public ReadOnlySpan<float> Periods(int frame) => _periods.AsSpan(frame * MostPerFrame, _counts[frame]);

    /// <summary>Strengths of the same candidates: 1 - normalised difference, 0 to 1.</summary>
    public ReadOnlySpan<float> Strengths(int frame) => _strengths.AsSpan(frame * MostPerFrame, _counts[frame]);

    /// <summary>Collects the candidates of neighbouring frames, the first of which is in lane 0.</summary>
    public void Collect(int firstFrame, int frameCount, PeriodicityFunction function)
    {
        var rows = function.Values;
        for (var period = function.MinPeriod; period < function.MaxPeriod; period++)
        {
            var isFirst = period == function.MinPeriod;
            var (before, here, after) = (rows[Math.Max(period - 1, 1)], rows[period], rows[period + 1]);
            var isTrough = Vector512.LessThan(here, after) & Vector512.LessThan(here, Vector512<float>.One);
            isTrough &= isFirst ? Vector512<float>.AllBitsSet : Vector512.LessThanOrEqual(here, before);
            for (var lanes = isTrough.ExtractMostSignificantBits() & ((1ul << frameCount) - 1); lanes != 0; lanes &= lanes - 1)
            {
                var lane = BitOperations.TrailingZeroCount(lanes);
                var shift = isFirst ? 0 : Shift(before[lane], here[lane], after[lane]);
                Keep(firstFrame + lane, period + shift, Math.Clamp(1 - here[lane], 0, 1));
            }
        }
    }

    /// <summary>
    /// Vertex of the parabola through three neighbours, relative to the middle one; 0 where it lies outside, as in librosa.
    /// </summary>
    public static float Shift(float before, float here, float after)
    {
        var curvature = after + before - 2 * here;
        var slope = (after - before) / 2;
        return Math.Abs(slope) >= Math.Abs(curvature) ? 0 : -slope / curvature;
    }

    private void Keep(int frame, float period, float strength)
    {
        var first = frame * MostPerFrame;
        if (_counts[frame] < MostPerFrame)
        {
            _counts[frame]++;
        }
        else if (strength <= _strengths[first + MostPerFrame - 1])
        {
            return;
        }

        var at = first + _counts[frame] - 1;
        for (; at > first && _strengths[at - 1] < strength; at--)
        {
            (_strengths[at], _periods[at]) = (_strengths[at - 1], _periods[at - 1]);
        }

        (_strengths[at], _periods[at]) = (strength, period);
    }
}
