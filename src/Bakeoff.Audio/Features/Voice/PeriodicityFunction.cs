using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features.Voice;

/// <summary>YIN's cumulative mean normalised difference of sixteen frames side by side.</summary>
/// <remarks>
/// Source: A. de Cheveigné and H. Kawahara, YIN, a fundamental frequency estimator for speech and music, JASA 111 (2002), equations 6 and
/// 8; framing as librosa.yin. The difference is summed directly, in ascending order, which keeps the digits that a difference of energies
/// loses.
/// </remarks>
internal sealed class PeriodicityFunction
{
    // So many samples of the sixteen frames stay in the first-level cache, with those that all periods compare them to.
    private const int SamplesAtOnce = 128;

    private readonly int _windowLength;
    private readonly AlignedBuffer _frames;
    private readonly AlignedBuffer _differences;

    public PeriodicityFunction(int frameLength, int minPeriod, int maxPeriod)
    {
        _windowLength = frameLength / 2;
        (MinPeriod, MaxPeriod) = (minPeriod, maxPeriod);
        FrameLength = frameLength;
        _frames = new AlignedBuffer(frameLength * FrameGroup.Lanes);
        // Periods are taken four at a time; the last four may reach beyond the longest.
        _differences = new AlignedBuffer((maxPeriod + 5) * FrameGroup.Lanes);
    }

    /// <summary>Samples of one frame.</summary>
    public int FrameLength { get; }

    /// <summary>Shortest period in samples.</summary>
    public int MinPeriod { get; }

    /// <summary>Longest period in samples.</summary>
    public int MaxPeriod { get; }

    /// <summary>Memory for the samples of the sixteen frames, to be filled before <see cref="Compute"/>.</summary>
    public Span<Vector512<float>> Frames => FrameGroup.Rows(_frames);

    /// <summary>Row p: the normalised difference at a period of p samples; 0 for an exact repetition, about 1 for noise.</summary>
    public ReadOnlySpan<Vector512<float>> Values => FrameGroup.Rows(_differences);

    /// <summary>Mean power of each frame's window.</summary>
    public Vector512<float> Power { get; private set; }

    /// <summary>Computes <see cref="Values"/> and <see cref="Power"/>.</summary>
    public void Compute()
    {
        var samples = Frames;
        var power = Vector512<float>.Zero;
        for (var n = 1; n <= _windowLength; n++)
        {
            power = Vector512.FusedMultiplyAdd(samples[n], samples[n], power);
        }

        Power = power * (1f / _windowLength);
        _differences.Span.Clear();
        for (var first = 0; first < _windowLength; first += SamplesAtOnce)
        {
            for (var period = 1; period <= MaxPeriod; period += 4)
            {
                Difference(samples, period, first);
            }
        }

        Normalize();
    }

    /// <summary>Goes on with the sums of four periods, over some samples of the window.</summary>
    private void Difference(ReadOnlySpan<Vector512<float>> samples, int period, int first)
    {
        var target = FrameGroup.Rows(_differences).Slice(period, 4);
        var (sum0, sum1, sum2, sum3) = (target[0], target[1], target[2], target[3]);
        var last = Math.Min(Math.Min(first + SamplesAtOnce, _windowLength), samples.Length - 4 - period);
        ref var now = ref Unsafe.As<Vector512<float>, float>(ref MemoryMarshal.GetReference(samples[1..]));
        ref var later = ref Unsafe.As<Vector512<float>, float>(ref MemoryMarshal.GetReference(samples[(1 + period)..]));
        for (var n = first; n < last; n++)
        {
            // One difference at a time: more of them at once would not find room in the registers.
            var at = (nuint)(n * FrameGroup.Lanes);
            var sample = Vector512.LoadUnsafe(ref now, at);
            var difference = sample - Vector512.LoadUnsafe(ref later, at);
            sum0 = Vector512.FusedMultiplyAdd(difference, difference, sum0);
            difference = sample - Vector512.LoadUnsafe(ref later, at + FrameGroup.Lanes);
            sum1 = Vector512.FusedMultiplyAdd(difference, difference, sum1);
            difference = sample - Vector512.LoadUnsafe(ref later, at + (2 * FrameGroup.Lanes));
            sum2 = Vector512.FusedMultiplyAdd(difference, difference, sum2);
            difference = sample - Vector512.LoadUnsafe(ref later, at + (3 * FrameGroup.Lanes));
            sum3 = Vector512.FusedMultiplyAdd(difference, difference, sum3);
        }

        target[0] = sum0;
        target[1] = sum1;
        target[2] = sum2;
        target[3] = sum3;
    }

    private void Normalize()
    {
        var rows = FrameGroup.Rows(_differences);
        var sum = Vector512<float>.Zero;
        for (var period = 1; period <= MaxPeriod; period++)
        {
            sum += rows[period];
            // Silence: no difference at any period is no sign of a period.
            var isSilent = Vector512.LessThanOrEqual(sum, Vector512.Create(1e-12f));
            rows[period] = Vector512.ConditionalSelect(isSilent, Vector512<float>.One, rows[period] * period / sum);
        }
    }
}
