using System.Globalization;
using System.Numerics;

namespace Bakeoff.Numerics;

/// <summary>Fourier transforms of real frames of one even length, in float64 or float32.</summary>
/// <remarks>
/// <para>X[k] = sum over t of x[t] exp(-2 pi i k t / length) for k = 0 .. length / 2; no scaling. Powers of two are fast; a prime factor p
/// of the length costs as a direct sum of p terms.</para>
/// <para>Several frames are transformed side by side in the lanes of a vector. Each frame sees the same operations whatever the vector
/// width and its neighbours, so bits depend on the frame alone, and equal those of a call with that frame only.</para>
/// <para>Thread-safe; working memory is kept per thread. Relative error about 2^-53 (2^-24) times log2(length), by root mean square.</para>
/// </remarks>
public sealed class RealFft
{
    private readonly FftPlan<double> _double;
    private readonly FftPlan<float> _single;

    /// <summary>Prepares the tables.</summary>
    /// <param name="length">Samples in a frame; even, 2 .. 2^24.</param>
    /// <exception cref="ArgumentException"><paramref name="length"/> is odd or outside the range.</exception>
    public RealFft(int length)
    {
        if (length is < 2 or > 1 << 24 || length % 2 != 0)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"RealFft: length is {length}, expected an even number from 2 to {1 << 24}. Pad the frame to an even length."),
                nameof(length));
        }

        Length = length;
        _double = new FftPlan<double>(length / 2);
        _single = new FftPlan<float>(length / 2);
    }

    /// <summary>Samples in a frame.</summary>
    public int Length { get; }

    /// <summary>Frequencies in a spectrum: <see cref="Length"/> / 2 + 1, from 0 to the Nyquist rate.</summary>
    public int BinCount => Length / 2 + 1;

    /// <summary>The spectrum of each frame.</summary>
    /// <param name="frames">Count of frames; 0 or more. Multiples of 16 use the vectors fully.</param>
    /// <param name="samples">Frames of shape [frames, Length].</param>
    /// <param name="real">Receives the real parts, [frames, BinCount].</param>
    /// <param name="imaginary">Receives the imaginary parts, [frames, BinCount]; exactly 0 in the first and last bin.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frames"/> is negative.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Forward(int frames, ReadOnlySpan<float> samples, Span<float> real, Span<float> imaginary) =>
        Transform(_single, frames, samples, real, imaginary, isPower: false);

    /// <inheritdoc cref="Forward(int, ReadOnlySpan{float}, Span{float}, Span{float})"/>
    public void Forward(int frames, ReadOnlySpan<double> samples, Span<double> real, Span<double> imaginary) =>
        Transform(_double, frames, samples, real, imaginary, isPower: false);

    /// <summary>The squared magnitude of each frame's spectrum.</summary>
    /// <param name="frames">Count of frames; 0 or more. Multiples of 16 use the vectors fully.</param>
    /// <param name="samples">Frames of shape [frames, Length].</param>
    /// <param name="power">Receives |X[k]|^2, [frames, BinCount].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frames"/> is negative.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void PowerSpectrum(int frames, ReadOnlySpan<float> samples, Span<float> power) =>
        Transform(_single, frames, samples, power, [], isPower: true);

    /// <inheritdoc cref="PowerSpectrum(int, ReadOnlySpan{float}, Span{float})"/>
    public void PowerSpectrum(int frames, ReadOnlySpan<double> samples, Span<double> power) =>
        Transform(_double, frames, samples, power, [], isPower: true);

    private unsafe void Transform<T>(FftPlan<T> plan, int frames, ReadOnlySpan<T> samples, Span<T> real, Span<T> imaginary, bool isPower)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        CheckLength(samples.Length, frames, Length, nameof(samples));
        CheckLength(real.Length, frames, BinCount, isPower ? "power" : nameof(real));
        if (!isPower)
        {
            CheckLength(imaginary.Length, frames, BinCount, nameof(imaginary));
        }

        if (frames == 0)
        {
            return;
        }

        fixed (T* x = samples, re = real, im = imaginary)
        {
            switch (VectorWidth.Current)
            {
                case 512:
                    RealFftKernel<Lanes512<T>, T>.Forward(plan, frames, x, re, isPower ? null : im);
                    break;
                case 256:
                    RealFftKernel<Lanes256<T>, T>.Forward(plan, frames, x, re, isPower ? null : im);
                    break;
                case 128:
                    RealFftKernel<Lanes128<T>, T>.Forward(plan, frames, x, re, isPower ? null : im);
                    break;
                default:
                    RealFftKernel<Lane<T>, T>.Forward(plan, frames, x, re, isPower ? null : im);
                    break;
            }
        }
    }

    private static void CheckLength(int actual, int frames, int width, string span)
    {
        if (actual < (long)frames * width)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"RealFft: {span} holds {actual} values, expected at least {(long)frames * width} for [{frames}, {width}]."),
                span);
        }
    }
}
