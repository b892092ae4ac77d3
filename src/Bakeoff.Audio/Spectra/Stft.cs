using System.Numerics;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Spectra;

/// <summary>Short-time Fourier transform of a real signal, framed as librosa.stft does.</summary>
/// <remarks>
/// <para>Centred: frame t has its middle on sample t * hop and zeros beyond both ends; otherwise it starts there and only whole frames
/// count.</para>
/// <para>Float32 throughout. Not thread-safe: an instance owns its working memory; make one per thread.</para>
/// </remarks>
public sealed class Stft
{
    private readonly FrameGrid _grid;
    private readonly LaneFft _fft;
    private readonly FrameReader _reader;
    private readonly Vector2[] _turns;
    private readonly AlignedBuffer _frames;

    /// <summary>Plans transforms of one kind.</summary>
    /// <param name="fftLength">Samples under one transform; a power of two, at least 4.</param>
    /// <param name="hopLength">Samples between frame starts; positive.</param>
    /// <param name="window">[fftLength] weights, see <see cref="AnalysisWindow"/>.</param>
    /// <param name="isCentered">True to centre frames on their time.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public Stft(int fftLength, int hopLength, float[] window, bool isCentered)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hopLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(fftLength, 4);
        if (window.Length != fftLength)
        {
            throw new ArgumentException($"Window has {window.Length} samples, expected {fftLength} (fftLength).", nameof(window));
        }

        FftLength = fftLength;
        _grid = new FrameGrid(fftLength, hopLength, isCentered);
        _fft = new LaneFft(fftLength / 2);
        _reader = new FrameReader(window, hopLength);
        _frames = new AlignedBuffer(fftLength * FrameGroup.Lanes);
        _turns = [.. Enumerable.Range(0, fftLength / 4 + 1).Select(k => Turn(k, fftLength))];
    }

    /// <summary>Samples under one transform.</summary>
    public int FftLength { get; }

    /// <summary>Frequencies from 0 to half the rate: FftLength / 2 + 1.</summary>
    public int BinCount => FftLength / 2 + 1;

    /// <summary>Number of frames of a signal: 1 + samples / hop when centred, else the frames that fit, possibly 0.</summary>
    public int FrameCount(int sampleCount) => _grid.FrameCount(sampleCount);

    /// <summary>Power of every frame and bin.</summary>
    /// <param name="signal">Mono samples.</param>
    /// <returns>Squared magnitudes of shape [T, BinCount].</returns>
    public Spectrogram PowerSpectrogram(ReadOnlySpan<float> signal)
    {
        var frameCount = FrameCount(signal.Length);
        var values = new float[frameCount * BinCount];
        var group = new FrameGroup(BinCount);
        for (var first = 0; first < frameCount; first += FrameGroup.Lanes)
        {
            group.MoveTo(first, Math.Min(FrameGroup.Lanes, frameCount - first));
            ComputePower(signal, group);
            for (var f = 0; f < group.FrameCount; f++)
            {
                for (var bin = 0; bin < BinCount; bin++)
                {
                    values[(first + f) * BinCount + bin] = group.Power[bin][f];
                }
            }
        }

        return new Spectrogram(values, frameCount, BinCount);
    }

    /// <summary>
    /// Computes the power spectrum of the group's frames; lanes behind the last frame see what follows the signal: zeros.
    /// </summary>
    internal void ComputePower(ReadOnlySpan<float> signal, FrameGroup group)
    {
        var start = _grid.Start(group.FirstFrame);
        var rows = FrameGroup.Rows(_frames);

        // A real signal is a complex one of half the length: even samples are the real, odd ones the imaginary parts.
        _reader.Read(signal, start, rows);
        _fft.Forward(rows);
        Separate(rows, group.Power);
    }

    /// <summary>
    /// Takes apart the two interleaved transforms and squares the magnitudes; bins k and N/2 - k come from the same two values.
    /// </summary>
    private void Separate(ReadOnlySpan<Vector512<float>> rows, Span<Vector512<float>> power)
    {
        var half = FftLength / 2;
        var (re0, im0) = (rows[0], rows[1]);
        power[0] = (re0 + im0) * (re0 + im0);
        power[half] = (re0 - im0) * (re0 - im0);
        var oneHalf = Vector512.Create(0.5f);
        for (var k = 1; k <= half / 2; k++)
        {
            var (low, high) = (2 * _fft.Position[k], 2 * _fft.Position[half - k]);
            var evenRe = oneHalf * (rows[low] + rows[high]);
            var evenIm = oneHalf * (rows[low + 1] - rows[high + 1]);
            var oddRe = oneHalf * (rows[low + 1] + rows[high + 1]);
            var oddIm = oneHalf * (rows[high] - rows[low]);
            var (turnRe, turnIm) = (Vector512.Create(_turns[k].X), Vector512.Create(_turns[k].Y));
            var turnedRe = Vector512.FusedMultiplyAdd(oddRe, turnRe, -(oddIm * turnIm));
            var turnedIm = Vector512.FusedMultiplyAdd(oddRe, turnIm, oddIm * turnRe);
            power[k] = SquaredMagnitude(evenRe + turnedRe, evenIm + turnedIm);
            power[half - k] = SquaredMagnitude(evenRe - turnedRe, turnedIm - evenIm);
        }
    }

    private static Vector512<float> SquaredMagnitude(Vector512<float> re, Vector512<float> im) =>
        Vector512.FusedMultiplyAdd(re, re, im * im);

    private static Vector2 Turn(int k, int length)
    {
        var angle = -2.0 * Math.PI * k / length;
        return new Vector2((float)DeterministicMath.Cos(angle), (float)DeterministicMath.Sin(angle));
    }
}
