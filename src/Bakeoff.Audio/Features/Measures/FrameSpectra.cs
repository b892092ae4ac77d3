using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Spectra of windowed frames of one length, every 10 ms from the signal's start.</summary>
internal sealed class FrameSpectra
{
    private readonly RealFft _fft;
    private readonly double[] _padded;
    private readonly double[] _reals;
    private readonly double[] _imaginaries;
    private readonly double[] _meanSquares = new double[BlockFrames];
    private readonly double _preemphasis;
    private int _blockStart;
    private int _blockEnd;
    private int _row;

    /// <summary>Frames that are transformed side by side.</summary>
    private const int BlockFrames = 16;

    /// <param name="rateHz">Rate of the signal.</param>
    /// <param name="seconds">Length of a frame.</param>
    /// <param name="window">Weight of a sample at a place from -1 (start of the frame) to 1 (its end).</param>
    /// <param name="preemphasis">Share of the sample before, in the same frame, that is taken off each one; off the first, of itself.</param>
    public FrameSpectra(int rateHz, double seconds, Func<double, double> window, double preemphasis = 0)
    {
        _preemphasis = preemphasis;
        (FrameLength, HopLength) = Grid(rateHz, seconds);
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
    public int FrameLength { get; }

    /// <summary>Samples between frame starts.</summary>
    public int HopLength { get; }

    /// <summary>Samples under one transform: the next power of two.</summary>
    public int FftLength => _fft.Length;

    /// <summary>Frequencies from 0 to half the rate.</summary>
    public int BinCount => _fft.BinCount;

    /// <summary>Hertz between frequencies.</summary>
    public double BinWidthHz { get; }

    /// <summary>[FrameLength] weights.</summary>
    public double[] Window { get; }

    /// <summary>[BinCount] real parts of the frame's spectrum.</summary>
    public ReadOnlySpan<double> Real => _reals.AsSpan(_row * BinCount, BinCount);

    /// <summary>[BinCount] imaginary parts.</summary>
    public ReadOnlySpan<double> Imaginary => _imaginaries.AsSpan(_row * BinCount, BinCount);

    /// <summary>[BinCount] squared magnitudes.</summary>
    public double[] Power { get; }

    /// <summary>[BinCount] magnitudes.</summary>
    public double[] Magnitude { get; }

    /// <summary>Mean square of the windowed frame.</summary>
    public double MeanSquare => _meanSquares[_row];

    /// <summary>Weights of a Hamming window, for the constructor.</summary>
    public static double Hamming(double place) => 0.54 + 0.46 * DeterministicMath.Cos(Math.PI * place);

    /// <summary>Weights of a Gaussian window whose standard deviation is a share of the frame's half.</summary>
    public static double Gaussian(double place, double width) => DeterministicMath.Exp(-0.5 * place * place / (width * width));

    /// <summary>Samples of a frame, and between frames, at a rate.</summary>
    public static (int Length, int Hop) Grid(int rateHz, double seconds) => ((int)(rateHz * seconds + 0.5), (int)(rateHz * 0.01 + 0.5));

    /// <summary>Whole frames in a signal.</summary>
    public int CountFrames(int sampleCount) => sampleCount < FrameLength ? 0 : 1 + (sampleCount - FrameLength) / HopLength;

    /// <summary>Forgets the frames at hand, before another signal.</summary>
    public void Begin() => (_blockStart, _blockEnd) = (0, 0);

    /// <summary>Computes the spectrum of one frame; those of the frames after it are kept until <see cref="Begin"/>.</summary>
    public void Compute(ReadOnlySpan<float> signal, int frame)
    {
        if (frame < _blockStart || frame >= _blockEnd)
        {
            Transform(signal, frame);
        }

        _row = frame - _blockStart;
        var real = Real;
        var imaginary = Imaginary;
        for (var k = 0; k < Power.Length; k++)
        {
            Power[k] = real[k] * real[k] + imaginary[k] * imaginary[k];
            Magnitude[k] = Math.Sqrt(Power[k]);
        }
    }

    private void Transform(ReadOnlySpan<float> signal, int frame)
    {
        (_blockStart, _blockEnd) = (frame, Math.Min(frame + BlockFrames, CountFrames(signal.Length)));
        for (var row = 0; row < _blockEnd - _blockStart; row++)
        {
            var samples = signal.Slice((frame + row) * HopLength, FrameLength);
            var padded = _padded.AsSpan(row * FftLength, FrameLength);
            var sum = 0.0;
            var before = samples[0];
            for (var n = 0; n < samples.Length; n++)
            {
                padded[n] = (samples[n] - _preemphasis * before) * Window[n];
                before = samples[n];
                sum += padded[n] * padded[n];
            }

            _meanSquares[row] = sum / FrameLength;
        }

        // All sixteen, whatever the frames left: the transform is fastest so, and the others' rows are not read.
        _fft.Forward(BlockFrames, _padded, _reals, _imaginaries);
    }
}
