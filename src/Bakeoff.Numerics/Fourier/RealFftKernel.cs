using System.Numerics;

namespace Bakeoff.Numerics;

/// <summary>Transforms of real frames, as many at once as a vector has lanes.</summary>
internal static unsafe class RealFftKernel<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Spectra of <paramref name="frames"/> frames; power instead of real parts when <paramref name="imaginary"/> is null.
    /// </summary>
    public static void Forward(FftPlan<T> plan, int frames, T* samples, T* real, T* imaginary)
    {
        var half = plan.Length;
        var bins = half + 1;
        var memory = Scratch.Rent<TLanes>(4L * half + 2 * bins);
        TLanes* input = memory, outRe = memory + 2 * half, outIm = memory + 3 * half;
        TLanes* spectrumRe = memory + 4 * half, spectrumIm = spectrumRe + bins;
        for (var first = 0; first < frames; first += TLanes.Count)
        {
            var count = Math.Min(TLanes.Count, frames - first);
            if (count < TLanes.Count)
            {
                // Lanes without a frame compute with zeros.
                new Span<TLanes>(input, 2 * half).Clear();
            }

            MatrixTranspose.Copy(count, 2 * half, samples + (long)first * 2 * half, 2 * half, (T*)input, TLanes.Count);
            FftKernel<TLanes, T>.Transform(plan, input, outRe, outIm);
            Unpack(plan, outRe, outIm, spectrumRe, spectrumIm);
            if (imaginary is null)
            {
                Power(bins, spectrumRe, spectrumIm);
            }
            else
            {
                MatrixTranspose.Copy(bins, count, (T*)spectrumIm, TLanes.Count, imaginary + (long)first * bins, bins);
            }

            MatrixTranspose.Copy(bins, count, (T*)spectrumRe, TLanes.Count, real + (long)first * bins, bins);
        }
    }

    /// <summary>
    /// From the transform Z of even + i odd samples to the spectrum X: X[k] = E + w O, X[half - k] = conj(E - w O), w = exp(-pi i k /
    /// half).
    /// </summary>
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
}
