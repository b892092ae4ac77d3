using System.Numerics;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Spectra;

/// <summary>
/// Sixteen complex Fourier transforms at once, in place: row 2n holds the real and row 2n + 1 the imaginary parts, a lane is a signal.
/// </summary>
/// <remarks>
/// <para>
/// The forward transform (decimation in frequency, radix 4) leaves its result in the order of <see cref="Position"/>; the inverse
/// (decimation in time) takes that order and leaves natural order, so no pass reorders anything. Parts are finished before the next is
/// begun, which keeps all but the first passes inside the first-level cache.
/// </para>
/// <para>Determinism: each lane sees the same additions, multiplications and fused multiply-adds on every machine. Immutable,
/// thread-safe.</para>
/// </remarks>
internal sealed class LaneFft
{
    private readonly Vector2[][] _twiddlesByLevel;
    private readonly int[] _positions;

    /// <summary>Plans transforms of a power of two.</summary>
    public LaneFft(int length)
    {
        if (length < 1 || !BitOperations.IsPow2(length))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "Expected a power of two.");
        }

        Length = length;
        _twiddlesByLevel = [.. Levels(length).Select(Twiddles)];
        _positions = [.. Enumerable.Range(0, length).Select(k => FindPosition(k, length))];
    }

    /// <summary>Complex values per signal.</summary>
    public int Length { get; }

    /// <summary>Index of the complex row at which the forward transform leaves frequency k.</summary>
    public ReadOnlySpan<int> Position => _positions;

    /// <summary>X[k] = sum over n of x[n] exp(-2 pi i k n / N); natural order in, permuted order out.</summary>
    public void Forward(Span<Vector512<float>> rows) => Forward(rows[..(2 * Length)], 0);

    /// <summary>x[n] = sum over k of X[k] exp(+2 pi i k n / N), not divided by N; permuted order in, natural order out.</summary>
    public void Inverse(Span<Vector512<float>> rows) => Inverse(rows[..(2 * Length)], 0);

    private void Forward(Span<Vector512<float>> rows, int level)
    {
        if (rows.Length <= 4)
        {
            Pair(rows);
            return;
        }

        ForwardButterflies(rows, _twiddlesByLevel[level]);
        var quarter = rows.Length / 4;
        if (quarter > 2)
        {
            for (var part = 0; part < 4; part++)
            {
                Forward(rows.Slice(part * quarter, quarter), level + 1);
            }
        }
    }

    private void Inverse(Span<Vector512<float>> rows, int level)
    {
        if (rows.Length <= 4)
        {
            Pair(rows);
            return;
        }

        var quarter = rows.Length / 4;
        if (quarter > 2)
        {
            for (var part = 0; part < 4; part++)
            {
                Inverse(rows.Slice(part * quarter, quarter), level + 1);
            }
        }

        InverseButterflies(rows, _twiddlesByLevel[level]);
    }

    /// <summary>The transform of two values is its own inverse but for scale; that of one value is the value.</summary>
    private static void Pair(Span<Vector512<float>> rows)
    {
        if (rows.Length == 4)
        {
            (rows[0], rows[2]) = (rows[0] + rows[2], rows[0] - rows[2]);
            (rows[1], rows[3]) = (rows[1] + rows[3], rows[1] - rows[3]);
        }
    }

    private static void ForwardButterflies(Span<Vector512<float>> rows, Vector2[] twiddles)
    {
        var quarter = rows.Length / 4;
        var first = rows[..quarter];
        var second = rows.Slice(quarter, quarter);
        var third = rows.Slice(2 * quarter, quarter);
        var fourth = rows.Slice(3 * quarter, quarter);
        for (
            int re = 0, im = 1, w = 0;
            im < first.Length && im < second.Length && im < third.Length && im < fourth.Length;
            re += 2, im += 2, w += 3)
        {
            var (sumRe, sumIm) = (first[re] + third[re], first[im] + third[im]);
            var (differenceRe, differenceIm) = (first[re] - third[re], first[im] - third[im]);
            var (oddSumRe, oddSumIm) = (second[re] + fourth[re], second[im] + fourth[im]);
            // -i (b - d)
            var (turnedRe, turnedIm) = (second[im] - fourth[im], fourth[re] - second[re]);

            (first[re], first[im]) = (sumRe + oddSumRe, sumIm + oddSumIm);
            (second[re], second[im]) = Multiply(differenceRe + turnedRe, differenceIm + turnedIm, twiddles[w]);
            (third[re], third[im]) = Multiply(sumRe - oddSumRe, sumIm - oddSumIm, twiddles[w + 1]);
            (fourth[re], fourth[im]) = Multiply(differenceRe - turnedRe, differenceIm - turnedIm, twiddles[w + 2]);
        }
    }

    private static void InverseButterflies(Span<Vector512<float>> rows, Vector2[] twiddles)
    {
        var quarter = rows.Length / 4;
        var first = rows[..quarter];
        var second = rows.Slice(quarter, quarter);
        var third = rows.Slice(2 * quarter, quarter);
        var fourth = rows.Slice(3 * quarter, quarter);
        for (
            int re = 0, im = 1, w = 0;
            im < first.Length && im < second.Length && im < third.Length && im < fourth.Length;
            re += 2, im += 2, w += 3)
        {
            var (aRe, aIm) = (first[re], first[im]);
            var (bRe, bIm) = MultiplyConjugate(second[re], second[im], twiddles[w]);
            var (cRe, cIm) = MultiplyConjugate(third[re], third[im], twiddles[w + 1]);
            var (dRe, dIm) = MultiplyConjugate(fourth[re], fourth[im], twiddles[w + 2]);
            var (sumRe, sumIm) = (aRe + cRe, aIm + cIm);
            var (differenceRe, differenceIm) = (aRe - cRe, aIm - cIm);
            var (oddSumRe, oddSumIm) = (bRe + dRe, bIm + dIm);
            // +i (b - d)
            var (turnedRe, turnedIm) = (dIm - bIm, bRe - dRe);

            (first[re], first[im]) = (sumRe + oddSumRe, sumIm + oddSumIm);
            (second[re], second[im]) = (differenceRe + turnedRe, differenceIm + turnedIm);
            (third[re], third[im]) = (sumRe - oddSumRe, sumIm - oddSumIm);
            (fourth[re], fourth[im]) = (differenceRe - turnedRe, differenceIm - turnedIm);
        }
    }

    private static (Vector512<float> Re, Vector512<float> Im) Multiply(Vector512<float> re, Vector512<float> im, Vector2 w)
    {
        var (wRe, wIm) = (Vector512.Create(w.X), Vector512.Create(w.Y));
        return (Vector512.FusedMultiplyAdd(re, wRe, -(im * wIm)), Vector512.FusedMultiplyAdd(re, wIm, im * wRe));
    }

    private static (Vector512<float> Re, Vector512<float> Im) MultiplyConjugate(Vector512<float> re, Vector512<float> im, Vector2 w)
    {
        var (wRe, wIm) = (Vector512.Create(w.X), Vector512.Create(w.Y));
        return (Vector512.FusedMultiplyAdd(re, wRe, im * wIm), Vector512.FusedMultiplyAdd(im, wRe, -(re * wIm)));
    }

    private static IEnumerable<int> Levels(int length)
    {
        for (var n = length; n >= 4; n /= 4)
        {
            yield return n;
        }
    }

    /// <summary>exp(-2 pi i j m / n) for m = 1, 2, 3 side by side, j from 0 to n/4 - 1.</summary>
    private static Vector2[] Twiddles(int n)
    {
        var twiddles = new Vector2[3 * (n / 4)];
        for (var i = 0; i < twiddles.Length; i++)
        {
            var turn = -2.0 * Math.PI * (i / 3 * (i % 3 + 1)) / n;
            twiddles[i] = new Vector2((float)DeterministicMath.Cos(turn), (float)DeterministicMath.Sin(turn));
        }

        return twiddles;
    }

    private static int FindPosition(int frequency, int length)
    {
        var position = 0;
        while (length >= 4)
        {
            length /= 4;
            position += frequency % 4 * length;
            frequency /= 4;
        }

        return position + frequency;
    }
}
