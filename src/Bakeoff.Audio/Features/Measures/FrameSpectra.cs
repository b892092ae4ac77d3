using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Spectra of windowed frames of one length, every 10 ms from the signal's start.</summary>
internal sealed class FrameSpectra
{
    private readonly FrameGrid _grid;
    private readonly RealFft _fft;
    private readonly double[] _padded;
    private readonly double[] _reals;
    private readonly double[] _imaginaries;
    private readonly double[] _meanSquares = new double[BlockFrames];
    private readonly double _preemphasis;
    private int _blockStart;
    private int _blockEnd;

    /// <summary>Frames that are transformed side by side.</summary>
    public const int BlockFrames = 16;

    /// <param name="rateHz">Rate of the signal.</param>
    /// <param name="seconds">Length of a frame.</param>
    /// <param name="window">Weight of a sample at a place from -1 (start of the frame) to 1 (its end).</param>
    /// <param name="preemphasis">Share of the sample before, in the same frame, that is taken off each one; off the first, of itself.</param>
    public FrameSpectra(int rateHz, double seconds, Func<double, double> window, double preemphasis = 0)
    {
        _preemphasis = preemphasis;
        _grid = ClipDescriptors.FramesAt(rateHz, seconds);
        var fftLength = 2;
        while (fftLength < FrameLength)
        {
            fftLength *= 2;
        }

        _fft = new RealFft(fftLength);
        BinWidthHz = (double)rateHz / fftLength;
        Window = [.. Enumerable.Range(0, FrameLength).Select(n => window(2.0 * n / (FrameLength - 1) - 1))];
        _padded = new double[BlockFrames * fftLength];
        (_reals, _imaginaries) = (new double[BlockFrames * BinCount], new double[BlockFrames * BinCount]);
        Power = new double[BinCount];
        Magnitude = new double[BinCount];
    }

    /// <summary>Samples of a frame.</summary>
    public int FrameLength => _grid.FrameLength;

    /// <summary>Samples between frame starts.</summary>
    public int HopLength => _grid.HopLength;

    /// <summary>Samples under one transform: the next power of two.</summary>
    public int FftLength => _fft.Length;

    /// <summary>Frequencies from 0 to half the rate.</summary>
    public int BinCount => _fft.BinCount;

    /// <summary>Hertz between frequencies.</summary>
    public double BinWidthHz { get; }

    /// <summary>[FrameLength] weights.</summary>
    public double[] Window { get; }

    /// <summary>Number of the block of frames at hand; another one has other spectra.</summary>
    public int Block { get; private set; }

    /// <summary>Row of the frame in its block.</summary>
    public int Row { get; private set; }

    /// <summary>[16, BinCount] real parts of the block's spectra; rows behind the signal's last frame hold unused numbers.</summary>
    public ReadOnlySpan<double> Reals => _reals;

    /// <summary>[16, BinCount] imaginary parts.</summary>
    public ReadOnlySpan<double> Imaginaries => _imaginaries;

    /// <summary>[BinCount] squared magnitudes.</summary>
    public double[] Power { get; }

    /// <summary>[BinCount] magnitudes.</summary>
    public double[] Magnitude { get; }

    /// <summary>Mean square of the windowed frame.</summary>
    public double MeanSquare => _meanSquares[Row];

    /// <summary>Weights of a Hamming window, for the constructor.</summary>
    public static double Hamming(double place) => 0.54 + 0.46 * DeterministicMath.Cos(Math.PI * place);

    /// <summary>Weights of a Gaussian window whose standard deviation is a share of the frame's half.</summary>
    public static double Gaussian(double place, double width) => DeterministicMath.Exp(-0.5 * place * place / (width * width));

    /// <summary>Whole frames in a signal.</summary>
    public int CountFrames(int sampleCount) => _grid.FrameCount(sampleCount);

    /// <summary>Forgets the frames at hand, before another signal.</summary>
    public void Begin() => (_blockStart, _blockEnd) = (0, 0);

    /// <summary>Computes the spectrum of one frame; those of the frames after it are kept until <see cref="Begin"/>.</summary>
    public void Compute(ReadOnlySpan<float> signal, int frame)
    {
        if (frame < _blockStart || frame >= _blockEnd)
        {
            Transform(signal, frame);
        }

        Row = frame - _blockStart;
        Square(_reals.AsSpan(Row * BinCount, BinCount), _imaginaries.AsSpan(Row * BinCount, BinCount));
    }

    private void Square(ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary)
    {
        var powers = MemoryMarshal.Cast<double, Vector256<double>>(Power.AsSpan());
        var magnitudes = MemoryMarshal.Cast<double, Vector256<double>>(Magnitude.AsSpan());
        var reals = MemoryMarshal.Cast<double, Vector256<double>>(real);
        var imaginaries = MemoryMarshal.Cast<double, Vector256<double>>(imaginary);
        for (var k = 0; k < reals.Length; k++)
        {
            powers[k] = reals[k] * reals[k] + imaginaries[k] * imaginaries[k];
            magnitudes[k] = Vector256.Sqrt(powers[k]);
        }

        for (var k = reals.Length * Vector256<double>.Count; k < real.Length; k++)
        {
            Power[k] = real[k] * real[k] + imaginary[k] * imaginary[k];
            Magnitude[k] = Math.Sqrt(Power[k]);
        }
    }

    private void Transform(ReadOnlySpan<float> signal, int frame)
    {
        (_blockStart, _blockEnd) = (frame, Math.Min(frame + BlockFrames, CountFrames(signal.Length)));
        Block++;
        for (var row = 0; row < _blockEnd - _blockStart; row++)
        {
            var samples = signal.Slice((frame + row) * HopLength, FrameLength);
            _meanSquares[row] = Weigh(samples, _padded.AsSpan(row * FftLength, FrameLength)) / FrameLength;
        }

        // All sixteen, whatever the frames left: the transform is fastest so, and the others' rows are not read.
        _fft.Forward(BlockFrames, _padded, _reals, _imaginaries);
    }

    /// <summary>
    /// Writes the windowed samples of a frame and returns the sum of their squares, of which each of four sums holds every fourth.
    /// </summary>
    private double Weigh(ReadOnlySpan<float> samples, Span<double> target)
    {
        target[0] = (samples[0] - _preemphasis * samples[0]) * Window[0];
        var sums = Vector256.CreateScalar(target[0] * target[0]);
        ref var before = ref MemoryMarshal.GetReference(samples);
        ref var here = ref Unsafe.Add(ref before, 1);
        ref var weights = ref MemoryMarshal.GetReference(Window.AsSpan(1, samples.Length - 1));
        ref var result = ref MemoryMarshal.GetReference(target[1..samples.Length]);
        var n = 1;
        for (; n <= samples.Length - Vector256<double>.Count; n += Vector256<double>.Count)
        {
            var at = (nuint)(n - 1);
            var values = (Wide(ref here, at) - Wide(ref before, at) * _preemphasis) * Vector256.LoadUnsafe(ref weights, at);
            values.StoreUnsafe(ref result, at);
            sums += values * values;
        }

        var sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (; n < samples.Length; n++)
        {
            target[n] = (samples[n] - _preemphasis * samples[n - 1]) * Window[n];
            sum += target[n] * target[n];
        }

        return sum;
    }

    private static Vector256<double> Wide(ref float samples, nuint at) =>
        Vector256.WidenLower(Vector128.LoadUnsafe(ref samples, at).ToVector256Unsafe());
}
