using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>
/// Convolution of several frames at once by interpolation: the product of two polynomials from its values at eight points (Toom, Cook;
/// Winograd, 1980; Lavin and Gray, 2016). For filters of 2 to 7 taps and stride 1.
/// </summary>
/// <remarks>
/// <para>A window of 8 frames gives 9 - taps frames with 8 products instead of (9 - taps) taps: 2.5 times fewer for 4 or 5 taps, 2.25 for 3 or
/// 6, 1.75 for 2 or 7. The points are 0, 1, -1, 2, -2, 1/2, -1/2 and infinity. Legend: x frames read, v = Bᵀ x their values at the points,
/// u = G w those of a filter, y = Aᵀ (u v) frames written.</para>
/// <para>Rounding: sums over channels are a tap count shorter than those of the definition, transforms multiply their errors by about four:
/// results differ from the definition's by some 1e-6 of their root mean square.</para>
/// </remarks>
internal sealed class EightPointWindows : WindowTransform
{
    private const int Points = 8;

    // Points 0, 1, -1, 2, -2, 1/2, -1/2, infinity; 1 / Π (a - b) over the other finite points, times the factor that Bᵀ is scaled by.
    private static readonly double[] s_points = [0, 1, -1, 2, -2, 0.5, -0.5];
    private static readonly double[] s_scales = [1, -2 / 9.0, -2 / 9.0, 1 / 90.0, 1 / 90.0, 32 / 45.0, 32 / 45.0];

    private readonly int _taps;
    private readonly float[] _rising;
    private readonly float[] _falling;

    public EightPointWindows(int taps)
    {
        _taps = taps;
        _rising = new float[Points * taps];
        _falling = new float[Points * taps];
        for (var tap = 0; tap < taps; tap++)
        {
            for (var point = 0; point < s_points.Length; point++)
            {
                _rising[(point * taps) + tap] = (float)(s_scales[point] * IntegerPower(s_points[point], tap));
            }

            _rising[((Points - 1) * taps) + tap] = tap == taps - 1 ? 1 : 0;
        }

        for (var i = 0; i < _rising.Length; i++)
        {
            _falling[i] = _rising[i - (i % taps) + taps - 1 - (i % taps)];
        }
    }

    public override int Sources => Points;

    public override int Targets => Points + 1 - _taps;

    public override int Factors => Points;

    public override int FramesOfFactor => 1;

    /// <summary>True if a convolution can be computed so, and is worth it.</summary>
    public static bool Fits(int taps, int stride, int channels, int filters) =>
        taps is >= 2 and <= 7 && stride == 1 && IsWide(channels) && IsWide(filters);

    public override void ReadSources(in WindowTable.Run run, ReadOnlySpan<float> frames, int width, Span<float> factors, int pitch)
    {
        Span<int> rows = stackalloc int[Points];
        var isWhole = true;
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = run.Source(i);
            isWhole &= rows[i] >= 0;
        }

        Span<float> zeros = stackalloc float[isWhole ? 1 : width];
        zeros.Clear();
        for (var window = 0; window < run.Count; window++)
        {
            ReadWindow(rows, frames, width, zeros, factors[(window * width)..], pitch);
            MoveOn(rows, run.SourceStep);
        }
    }

    private static void ReadWindow(
        ReadOnlySpan<int> rows, ReadOnlySpan<float> frames, int width, Span<float> zeros, Span<float> factors, int pitch)
    {
        CheckLength(factors, pitch, width);
        ref var x0 = ref Row(frames, rows[0], width, zeros);
        ref var x1 = ref Row(frames, rows[1], width, zeros);
        ref var x2 = ref Row(frames, rows[2], width, zeros);
        ref var x3 = ref Row(frames, rows[3], width, zeros);
        ref var x4 = ref Row(frames, rows[4], width, zeros);
        ref var x5 = ref Row(frames, rows[5], width, zeros);
        ref var x6 = ref Row(frames, rows[6], width, zeros);
        ref var x7 = ref Row(frames, rows[7], width, zeros);
        ref var v = ref MemoryMarshal.GetReference(factors);
        for (nuint i = 0; i < (nuint)width; i += 8)
        {
            var (f1, f2, f3) = (Vector256.LoadUnsafe(ref x1, i), Vector256.LoadUnsafe(ref x2, i), Vector256.LoadUnsafe(ref x3, i));
            var (f4, f5, f6) = (Vector256.LoadUnsafe(ref x4, i), Vector256.LoadUnsafe(ref x5, i), Vector256.LoadUnsafe(ref x6, i));
            Store(Vector256.LoadUnsafe(ref x0, i) - f6 + ((f4 - f2) * 5.25f), ref v, 0, pitch, i);
            StorePair(f2 + f6 - (f4 * 4.25f), f1 + f5 - (f3 * 4.25f), ref v, 1, pitch, i);
            var (third, fourth) = (f3 * 2.5f, f4 * 1.25f);
            StorePair(f6 + (f2 * 0.25f) - fourth, (f1 * 0.5f) - third + (f5 * 2), ref v, 3, pitch, i);
            StorePair(f6 + ((f2 - fourth) * 4), (f1 * 2) - third + (f5 * 0.5f), ref v, 5, pitch, i);
            Store(Vector256.LoadUnsafe(ref x7, i) - f1 + ((f3 - f5) * 5.25f), ref v, 7, pitch, i);
        }
    }

    public override void WriteTargets(ReadOnlySpan<float> sums, int pitch, in WindowTable.Run run, Span<float> frames, int width)
    {
        Span<int> rows = stackalloc int[run.TargetCount];
        ReadRows(run, rows);
        for (var window = 0; window < run.Count; window++)
        {
            WriteWindow(sums[(window * width)..], pitch, rows, frames, width);
            MoveOn(rows, run.TargetStep);
        }
    }

    private static void WriteWindow(ReadOnlySpan<float> sums, int pitch, ReadOnlySpan<int> rows, Span<float> frames, int width)
    {
        CheckLength(sums, pitch, width);
        ref var s = ref MemoryMarshal.GetReference(sums);
        for (var target = 0; target < rows.Length; target++)
        {
            if (rows[target] < 0)
            {
                continue;
            }

            // Even powers of a and -a are equal, odd ones are opposite.
            ref var y = ref MemoryMarshal.GetReference(frames.Slice(rows[target] * width, width));
            var (isOdd, isFirst, isLast) = ((target & 1) != 0, target == 0, target == rows.Length - 1);
            var (power, inverse) = ((float)(1 << target), 1f / (1 << target));
            for (nuint i = 0; i < (nuint)width; i += 8)
            {
                var (a1, b1) = (Load(ref s, 1, pitch, i), Load(ref s, 2, pitch, i));
                var (a2, b2) = (Load(ref s, 3, pitch, i), Load(ref s, 4, pitch, i));
                var (a3, b3) = (Load(ref s, 5, pitch, i), Load(ref s, 6, pitch, i));
                var sum = isOdd
                    ? a1 - b1 + ((a2 - b2) * power) + ((a3 - b3) * inverse)
                    : a1 + b1 + ((a2 + b2) * power) + ((a3 + b3) * inverse);
                sum = isFirst ? sum + Load(ref s, 0, pitch, i) : sum;
                sum = isLast ? sum + Load(ref s, 7, pitch, i) : sum;
                sum.StoreUnsafe(ref y, i);
            }
        }
    }

    public override void ReadTargets(in WindowTable.Run run, ReadOnlySpan<float> frames, int width, Span<float> sums, int pitch)
    {
        Span<int> rows = stackalloc int[run.TargetCount];
        ReadRows(run, rows);
        for (var window = 0; window < run.Count; window++)
        {
            ReadGradients(rows, frames, width, sums[(window * width)..], pitch);
            MoveOn(rows, run.TargetStep);
        }
    }

    private static void ReadGradients(ReadOnlySpan<int> rows, ReadOnlySpan<float> frames, int width, Span<float> sums, int pitch)
    {
        CheckLength(sums, pitch, width);

        // Only frames after a clip's last are missing.
        var live = rows.IndexOf(-1) is var missing and >= 0 ? missing : rows.Length;
        foreach (var row in rows[..live])
        {
            _ = frames.Slice(row * width, width);
        }

        ref var s = ref MemoryMarshal.GetReference(sums);
        ref var x = ref MemoryMarshal.GetReference(frames);
        for (nuint i = 0; i < (nuint)width; i += 8)
        {
            var dy = Load(ref x, rows[0], width, i);
            Store(dy, ref s, 0, pitch, i);
            var (even, even2, even3) = (dy, dy, dy);
            var (odd, odd2, odd3) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            for (var target = 1; target < live; target++)
            {
                dy = Load(ref x, rows[target], width, i);
                var (power, inverse) = (dy * (1 << target), dy * (1f / (1 << target)));
                if ((target & 1) != 0)
                {
                    (odd, odd2, odd3) = (odd + dy, odd2 + power, odd3 + inverse);
                }
                else
                {
                    (even, even2, even3) = (even + dy, even2 + power, even3 + inverse);
                }
            }

            StorePair(even, odd, ref s, 1, pitch, i);
            StorePair(even2, odd2, ref s, 3, pitch, i);
            StorePair(even3, odd3, ref s, 5, pitch, i);
            Store(live == rows.Length ? dy : Vector256<float>.Zero, ref s, 7, pitch, i);
        }
    }

    public override void TransformFilters(ReadOnlySpan<float> weight, int taps, TapOrder order, Span<float> factors, WorkerPool pool)
    {
        var pairs = weight.Length / taps;
        Gemm.Multiply(
            Transpose.No,
            Transpose.Yes,
            Points,
            pairs,
            taps,
            order.Step > 0 ? _rising : _falling,
            taps,
            weight,
            taps,
            factors,
            pairs,
            accumulate: false,
            pool);
    }

    public override void TransformGradients(ReadOnlySpan<float> factors, int taps, Span<float> gradients, WorkerPool pool)
    {
        var pairs = gradients.Length / taps;
        Gemm.Multiply(
            Transpose.Yes,
            Transpose.No,
            pairs,
            taps,
            Points,
            factors,
            pairs,
            _rising,
            taps,
            gradients,
            taps,
            accumulate: false,
            pool);
    }

    // Vectors of eight without a remainder; narrower matrices gain nothing.
    private static bool IsWide(int channels) => channels >= 16 && channels % 8 == 0;

    private static double IntegerPower(double value, int exponent) => exponent == 0 ? 1 : value * IntegerPower(value, exponent - 1);

    private static void ReadRows(in WindowTable.Run run, Span<int> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = run.Target(i);
        }
    }

    private static void MoveOn(Span<int> rows, int step)
    {
        foreach (ref var row in rows)
        {
            row += row < 0 ? 0 : step;
        }
    }

    private static ref float Row(ReadOnlySpan<float> frames, int row, int width, Span<float> zeros) =>
        ref MemoryMarshal.GetReference(row < 0 ? zeros : frames.Slice(row * width, width));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref float rows, int row, int pitch, nuint i) =>
        Vector256.LoadUnsafe(ref rows, (nuint)(row * pitch) + i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> value, ref float rows, int row, int pitch, nuint i) =>
        value.StoreUnsafe(ref rows, (nuint)(row * pitch) + i);

    // Values at a and -a from the even and the odd powers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(Vector256<float> even, Vector256<float> odd, ref float rows, int row, int pitch, nuint i)
    {
        Store(even + odd, ref rows, row, pitch, i);
        Store(even - odd, ref rows, row + 1, pitch, i);
    }

    // The loops read and write through references, which nothing else would check.
    private static void CheckLength(ReadOnlySpan<float> rows, int pitch, int width) =>
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.Length, ((Points - 1) * pitch) + width);
}
