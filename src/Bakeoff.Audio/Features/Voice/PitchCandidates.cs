using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;

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

    /// <summary>Collects the candidates of one frame from its lane.</summary>
    public void Collect(int frame, PeriodicityFunction function, int lane)
    {
        var values = MemoryMarshal.Cast<Vector512<float>, float>(function.Values);
        for (var period = function.MinPeriod; period < function.MaxPeriod; period++)
        {
            var here = values[(period * FrameGroup.Lanes) + lane];
            var before = values[(Math.Max(period - 1, 1) * FrameGroup.Lanes) + lane];
            var after = values[((period + 1) * FrameGroup.Lanes) + lane];
            var isTrough = here < after && (here <= before || period == function.MinPeriod);
            if (isTrough && here < 1)
            {
                Keep(frame, period + (period == function.MinPeriod ? 0 : Shift(before, here, after)), Math.Clamp(1 - here, 0, 1));
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
