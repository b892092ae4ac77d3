using System.Numerics;

namespace Bakeoff.Numerics;

/// <summary>Transforms of real frames, as many at once as a vector has lanes.</summary>
internal static unsafe class RealFftKernel<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Spectra of <paramref name="frames"/> frames; power instead of real parts when <paramref name="imaginary"/> is null.</summary>
    public static void Forward(FftPlan<T> plan, int frames, T* samples, T* real, T* imaginary)
    {
        var half = plan.Length;
        var bins = half + 1;
        var memory = Scratch.Rent<TLanes>(4L * half + 2 * bins);
        TLanes* inRe = memory, inIm = memory + half, outRe = memory + 2 * half, outIm = memory + 3 * half;
        TLanes* spectrumRe = memory + 4 * half, spectrumIm = memory + 4 * half + bins;
        for (var first = 0; first < frames; first += TLanes.Count)
        {
            var count = Math.Min(TLanes.Count, frames - first);
            Gather(half, count, samples + (long)first * 2 * half, inRe, inIm);
            FftKernel<TLanes, T>.Transform(plan, inRe, inIm, outRe, outIm);
            if (imaginary is null)
            {
                Unpack(plan, outRe, outIm, spectrumRe, spectrumIm);
                Power(bins, spectrumRe, spectrumIm);
                Scatter(bins, count, spectrumRe, real + (long)first * bins);
                continue;
            }

            Unpack(plan, outRe, outIm, spectrumRe, spectrumIm);
            Scatter(bins, count, spectrumRe, real + (long)first * bins);
            Scatter(bins, count, spectrumIm, imaginary + (long)first * bins);
        }
    }

    /// <summary>Even samples become real parts, odd samples imaginary parts; lanes without a frame hold zeros.</summary>
    private static void Gather(int half, int count, T* samples, TLanes* re, TLanes* im)
    {
        T* reals = (T*)re, imaginaries = (T*)im;
        for (var lane = 0; lane < TLanes.Count; lane++)
        {
            var frame = samples + (long)lane * 2 * half;
            for (var j = 0; j < half; j++)
            {
                reals[(long)j * TLanes.Count + lane] = lane < count ? frame[2 * j] : T.Zero;
                imaginaries[(long)j * TLanes.Count + lane] = lane < count ? frame[2 * j + 1] : T.Zero;
            }
        }
    }

    /// <summary>From the transform Z of even + i odd samples to the spectrum X: X[k] = E + w O, X[half - k] = conj(E - w O), w = exp(-pi i k / half).</summary>
    private static void Unpack(FftPlan<T> plan, TLanes* re, TLanes* im, TLanes* spectrumRe, TLanes* spectrumIm)
    {
        var half = plan.Length;
        var zero = TLanes.Broadcast(T.Zero);
        var oneHalf = TLanes.Broadcast(T.CreateTruncating(0.5));
        spectrumRe[0] = re[0] + im[0];
        spectrumIm[0] = zero;
        spectrumRe[half] = re[0] - im[0];
        spectrumIm[half] = zero;
        fixed (T* twiddles = plan.RealTwiddles)
        {
            for (var k = 1; k <= half / 2; k++)
            {
                var (ar, ai, br, bi) = (re[k], im[k], re[half - k], im[half - k]);
                var (evenR, evenI) = ((ar + br) * oneHalf, (ai - bi) * oneHalf);
                var (oddR, oddI) = ((ai + bi) * oneHalf, (br - ar) * oneHalf);
                FftKernel<TLanes, T>.Multiply(oddR, oddI, twiddles + 2 * k, out var turnedR, out var turnedI);
                spectrumRe[k] = evenR + turnedR;
                spectrumIm[k] = evenI + turnedI;
                spectrumRe[half - k] = evenR - turnedR;
                spectrumIm[half - k] = turnedI - evenI;
            }
        }
    }

    private static void Power(int bins, TLanes* re, TLanes* im)
    {
        for (var k = 0; k < bins; k++)
        {
            re[k] = TLanes.FusedMultiplyAdd(re[k], re[k], im[k] * im[k]);
        }
    }

    private static void Scatter(int bins, int count, TLanes* spectrum, T* target)
    {
        var values = (T*)spectrum;
        for (var lane = 0; lane < count; lane++)
        {
            for (var k = 0; k < bins; k++)
            {
                target[(long)lane * bins + k] = values[(long)k * TLanes.Count + lane];
            }
        }
    }
}
