using System.Numerics;
using System.Runtime.CompilerServices;

namespace Bakeoff.Numerics;

/// <summary>
/// Complex Fourier transforms of several signals at once: lane l of every vector belongs to signal l, so nothing is ever shuffled.
/// </summary>
/// <remarks>
/// Decimation in time, depth first, so that the lower levels stay in the nearest cache. The operations on one signal are the same for every
/// lane count. Arrays hold one vector a point. In the input, real and imaginary parts take turns; in the output each has its array.
/// </remarks>
internal static unsafe class FftKernel<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Transforms the points of <paramref name="input"/> into the other two arrays; none may overlap.</summary>
    public static void Transform(FftPlan<T> plan, TLanes* input, TLanes* outRe, TLanes* outIm) =>
        Level(plan, 0, plan.Length, 1, input, outRe, outIm);

    private static void Level(FftPlan<T> plan, int level, int size, nint stride, TLanes* input, TLanes* outRe, TLanes* outIm)
    {
        if (size == 1)
        {
            *outRe = input[0];
            *outIm = input[1];
            return;
        }

        var radix = plan.Radices[level];
        var part = size / radix;
        if (part == 1 && radix == 4)
        {
            Leaf4(2 * stride, input, outRe, outIm);
            return;
        }

        for (var j = 0; j < radix; j++)
        {
            Level(plan, level + 1, part, stride * radix, input + 2 * j * stride, outRe + j * part, outIm + j * part);
        }

        fixed (T* twiddles = plan.Twiddles[level])
        {
            switch (radix)
            {
                case 4:
                    Combine4(part, twiddles, outRe, outIm);
                    break;
                case 2:
                    Combine2(part, twiddles, outRe, outIm);
                    break;
                default:
                    CombineAny(radix, part, twiddles, plan.Roots[level], outRe, outIm);
                    break;
            }
        }
    }

    private static void Leaf4(nint step, TLanes* input, TLanes* outRe, TLanes* outIm)
    {
        TLanes* b = input + step, c = b + step, d = c + step;
        Butterfly4(input[0], input[1], b[0], b[1], c[0], c[1], d[0], d[1], 1, outRe, outIm);
    }

    private static void Combine4(int part, T* twiddles, TLanes* re, TLanes* im)
    {
        for (var k = 0; k < part; k++)
        {
            Multiply(re[part + k], im[part + k], twiddles, out var br, out var bi);
            Multiply(re[2 * part + k], im[2 * part + k], twiddles + 2, out var cr, out var ci);
            Multiply(re[3 * part + k], im[3 * part + k], twiddles + 4, out var dr, out var di);
            Butterfly4(re[k], im[k], br, bi, cr, ci, dr, di, part, re + k, im + k);
            twiddles += 6;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly4(
        TLanes ar, TLanes ai, TLanes br, TLanes bi, TLanes cr, TLanes ci, TLanes dr, TLanes di, int part, TLanes* re, TLanes* im)
    {
        var (sumR, sumI, differenceR, differenceI) = (ar + cr, ai + ci, ar - cr, ai - ci);
        var (oddSumR, oddSumI, oddDifferenceR, oddDifferenceI) = (br + dr, bi + di, br - dr, bi - di);
        re[0] = sumR + oddSumR;
        im[0] = sumI + oddSumI;
        re[part] = differenceR + oddDifferenceI;
        im[part] = differenceI - oddDifferenceR;
        re[2 * part] = sumR - oddSumR;
        im[2 * part] = sumI - oddSumI;
        re[3 * part] = differenceR - oddDifferenceI;
        im[3 * part] = differenceI + oddDifferenceR;
    }

    private static void Combine2(int part, T* twiddles, TLanes* re, TLanes* im)
    {
        for (var k = 0; k < part; k++)
        {
            Multiply(re[part + k], im[part + k], twiddles + 2 * k, out var br, out var bi);
            var (ar, ai) = (re[k], im[k]);
            re[k] = ar + br;
            im[k] = ai + bi;
            re[part + k] = ar - br;
            im[part + k] = ai - bi;
        }
    }

    private static void CombineAny(int radix, int part, T* twiddles, T[] roots, TLanes* re, TLanes* im)
    {
        // Straight from the definition: radix^2 products. Only lengths with prime factors of 3 and more come here.
        var inRe = new TLanes[radix];
        var inIm = new TLanes[radix];
        fixed (T* root = roots)
        {
            for (var k = 0; k < part; k++)
            {
                (inRe[0], inIm[0]) = (re[k], im[k]);
                for (var j = 1; j < radix; j++)
                {
                    Multiply(re[j * part + k], im[j * part + k], twiddles, out inRe[j], out inIm[j]);
                    twiddles += 2;
                }

                for (var bin = 0; bin < radix; bin++)
                {
                    var (sumR, sumI) = (inRe[0], inIm[0]);
                    for (var j = 1; j < radix; j++)
                    {
                        Multiply(inRe[j], inIm[j], root + 2 * (j * bin % radix), out var r, out var i);
                        (sumR, sumI) = (sumR + r, sumI + i);
                    }

                    re[bin * part + k] = sumR;
                    im[bin * part + k] = sumI;
                }
            }
        }
    }

    /// <summary>(re + i im) times one twiddle factor; each part is a product, then one fused multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Multiply(TLanes re, TLanes im, T* twiddle, out TLanes productRe, out TLanes productIm)
    {
        var (wr, wi) = (TLanes.Broadcast(twiddle[0]), TLanes.Broadcast(twiddle[1]));
        productRe = TLanes.FusedNegatedMultiplyAdd(im, wi, re * wr);
        productIm = TLanes.FusedMultiplyAdd(im, wr, re * wi);
    }
}
