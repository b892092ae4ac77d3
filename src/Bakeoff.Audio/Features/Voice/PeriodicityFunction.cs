using System.Runtime.CompilerServices;
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
    private const int PeriodsAtOnce = 8;

    private readonly int _windowLength;
    private readonly AlignedBuffer _frames;
    private readonly AlignedBuffer _differences;

    public PeriodicityFunction(int frameLength, int minPeriod, int maxPeriod)
    {
        _windowLength = frameLength / 2;
        (MinPeriod, MaxPeriod) = (minPeriod, maxPeriod);
        FrameLength = frameLength;
        // Periods are taken eight at a time; the last eight may reach beyond the longest, and samples at them beyond the frame.
        _frames = new AlignedBuffer((frameLength + PeriodsAtOnce) * FrameGroup.Lanes);
        _differences = new AlignedBuffer((maxPeriod + PeriodsAtOnce) * FrameGroup.Lanes);
    }

    /// <summary>Samples of one frame.</summary>
    public int FrameLength { get; }

    /// <summary>Shortest period in samples.</summary>
    public int MinPeriod { get; }

    /// <summary>Longest period in samples.</summary>
    public int MaxPeriod { get; }

    /// <summary>Memory for the samples of the sixteen frames, to be filled before <see cref="Compute"/>.</summary>
    public Span<Vector512<float>> Frames => FrameGroup.Rows(_frames)[..FrameLength];

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
            for (var lane = 0; lane < FrameGroup.Lanes; lane += Vector256<float>.Count)
            {
                for (var period = 1; period <= MaxPeriod; period += PeriodsAtOnce)
                {
                    ref var now = ref _frames.Span[((1 + first) * FrameGroup.Lanes) + lane];
                    ref var later = ref Unsafe.Add(ref now, period * FrameGroup.Lanes);
                    ref var sums = ref _differences.Span[(period * FrameGroup.Lanes) + lane];
                    AddDifferences(ref now, ref later, ref sums, Math.Min(SamplesAtOnce, _windowLength - first));
                }
            }
        }

        Normalize();
    }

    /// <summary>Goes on with the sums of eight periods in eight frames, over some samples: a multiple of four.</summary>
    private static void AddDifferences(ref float now, ref float later, ref float sums, int count)
    {
        const nuint row = FrameGroup.Lanes;
        var (sum0, sum1) = (Vector256.LoadUnsafe(ref sums), Vector256.LoadUnsafe(ref sums, row));
        var (sum2, sum3) = (Vector256.LoadUnsafe(ref sums, 2 * row), Vector256.LoadUnsafe(ref sums, 3 * row));
        var (sum4, sum5) = (Vector256.LoadUnsafe(ref sums, 4 * row), Vector256.LoadUnsafe(ref sums, 5 * row));
        var (sum6, sum7) = (Vector256.LoadUnsafe(ref sums, 6 * row), Vector256.LoadUnsafe(ref sums, 7 * row));
        for (nuint at = 0, end = (nuint)count * row; at < end; at += 4 * row)
        {
            // Four samples stay in registers, and each later one is loaded once for all of them: sample n at one period is sample n + 1 at
            // the period below. Every sum takes its samples in ascending order.
            var a = Vector256.LoadUnsafe(ref now, at);
            var b = Vector256.LoadUnsafe(ref now, at + row);
            var c = Vector256.LoadUnsafe(ref now, at + (2 * row));
            var d = Vector256.LoadUnsafe(ref now, at + (3 * row));
            var x = Vector256.LoadUnsafe(ref later, at);
            sum0 = AddSquare(sum0, a - x);
            x = Vector256.LoadUnsafe(ref later, at + row);
            (sum1, sum0) = (AddSquare(sum1, a - x), AddSquare(sum0, b - x));
            x = Vector256.LoadUnsafe(ref later, at + (2 * row));
            (sum2, sum1, sum0) = (AddSquare(sum2, a - x), AddSquare(sum1, b - x), AddSquare(sum0, c - x));
            x = Vector256.LoadUnsafe(ref later, at + (3 * row));
            (sum3, sum2, sum1, sum0) = (AddSquare(sum3, a - x), AddSquare(sum2, b - x), AddSquare(sum1, c - x), AddSquare(sum0, d - x));
            x = Vector256.LoadUnsafe(ref later, at + (4 * row));
            (sum4, sum3, sum2, sum1) = (AddSquare(sum4, a - x), AddSquare(sum3, b - x), AddSquare(sum2, c - x), AddSquare(sum1, d - x));
            x = Vector256.LoadUnsafe(ref later, at + (5 * row));
            (sum5, sum4, sum3, sum2) = (AddSquare(sum5, a - x), AddSquare(sum4, b - x), AddSquare(sum3, c - x), AddSquare(sum2, d - x));
            x = Vector256.LoadUnsafe(ref later, at + (6 * row));
            (sum6, sum5, sum4, sum3) = (AddSquare(sum6, a - x), AddSquare(sum5, b - x), AddSquare(sum4, c - x), AddSquare(sum3, d - x));
            x = Vector256.LoadUnsafe(ref later, at + (7 * row));
            (sum7, sum6, sum5, sum4) = (AddSquare(sum7, a - x), AddSquare(sum6, b - x), AddSquare(sum5, c - x), AddSquare(sum4, d - x));
            x = Vector256.LoadUnsafe(ref later, at + (8 * row));
            (sum7, sum6, sum5) = (AddSquare(sum7, b - x), AddSquare(sum6, c - x), AddSquare(sum5, d - x));
            x = Vector256.LoadUnsafe(ref later, at + (9 * row));
            (sum7, sum6) = (AddSquare(sum7, c - x), AddSquare(sum6, d - x));
            x = Vector256.LoadUnsafe(ref later, at + (10 * row));
            sum7 = AddSquare(sum7, d - x);
        }

        sum0.StoreUnsafe(ref sums);
        sum1.StoreUnsafe(ref sums, row);
        sum2.StoreUnsafe(ref sums, 2 * row);
        sum3.StoreUnsafe(ref sums, 3 * row);
        sum4.StoreUnsafe(ref sums, 4 * row);
        sum5.StoreUnsafe(ref sums, 5 * row);
        sum6.StoreUnsafe(ref sums, 6 * row);
        sum7.StoreUnsafe(ref sums, 7 * row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> AddSquare(Vector256<float> sum, Vector256<float> difference) =>
        Vector256.FusedMultiplyAdd(difference, difference, sum);

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
