using Bakeoff.Audio.Features.Measures;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>Frames at a lower rate, by an inverse transform of the lower part of their spectra. Belongs to one thread.</summary>
/// <remarks>
/// Frames come in the blocks of <see cref="FrameSpectra"/>, sixteen at once. Seen from a frame's middle, cosines are even and sines are
/// odd, so products of matrices give half the samples of either, and their sums and differences give all.
/// </remarks>
internal sealed class BandFrames
{
    private readonly int _length;
    private readonly int _half;
    private readonly (double Cosine, double Sine)[] _turns;
    private readonly double[] _cosines;
    private readonly double[] _sines;
    private readonly double[] _evenParts;
    private readonly double[] _oddParts;
    private readonly double[] _even;
    private readonly double[] _odd;
    private readonly double[] _samples;
    private int _block;

    /// <param name="spectra">The frames.</param>
    /// <param name="rateHz">Rate wanted; that of the signal where it is lower and values are not published ones.</param>
    /// <param name="isMirrored">
    /// True for published values: they have the rate wanted even where that of the signal is lower, see the frame in the middle of its
    /// zeros, drop what follows its length, take half as many bins as samples, which is less than the band, and count the mean twice.
    /// </param>
    public BandFrames(FrameSpectra spectra, double rateHz, bool isMirrored)
    {
        RateHz = isMirrored ? rateHz : Math.Min(rateHz, spectra.FftLength * spectra.BinWidthHz);
        _length = (int)(RateHz * spectra.FrameLength / (spectra.BinWidthHz * spectra.FftLength) + 0.5);
        _half = (_length + 1) / 2;
        var bins = Math.Min(isMirrored ? _length / 2 : (int)(RateHz / 2 / spectra.BinWidthHz) + 1, spectra.BinCount);
        _turns = new (double, double)[bins];
        (_cosines, _sines) = (new double[bins * _half], new double[bins * _half]);
        var lead = isMirrored ? (spectra.FftLength - spectra.FrameLength) / 2 : 0;
        var middle = (_length - 1) / 2.0 * spectra.BinWidthHz / RateHz - (double)lead / spectra.FftLength;
        for (var k = 0; k < bins; k++)
        {
            var weight = (k == 0 && !isMirrored ? 1.0 : 2.0) / spectra.FftLength;
            var turn = 2 * Math.PI * k * middle;
            _turns[k] = (weight * DeterministicMath.Cos(turn), weight * DeterministicMath.Sin(turn));
            for (var n = 0; n < _half; n++)
            {
                turn = 2 * Math.PI * k * (n + (_length % 2 == 0 ? 0.5 : 0)) * spectra.BinWidthHz / RateHz;
                (_cosines[k * _half + n], _sines[k * _half + n]) = (DeterministicMath.Cos(turn), DeterministicMath.Sin(turn));
            }
        }

        (_evenParts, _oddParts) = (new double[FrameSpectra.BlockFrames * bins], new double[FrameSpectra.BlockFrames * bins]);
        (_even, _odd) = (new double[FrameSpectra.BlockFrames * _half], new double[FrameSpectra.BlockFrames * _half]);
        _samples = new double[FrameSpectra.BlockFrames * _length];
    }

    /// <summary>Rate of the samples in hertz.</summary>
    public double RateHz { get; }

    /// <summary>Samples of the frame that the spectra hold.</summary>
    public ReadOnlySpan<double> SamplesOf(FrameSpectra spectra)
    {
        if (_block != spectra.Block)
        {
            _block = spectra.Block;
            Turn(spectra);
            Multiply(_evenParts, _cosines, _even);
            Multiply(_oddParts, _sines, _odd);
            Join();
        }

        return _samples.AsSpan(spectra.Row * _length, _length);
    }

    /// <summary>Turns the spectra so that time 0 is the middle of their frames.</summary>
    private void Turn(FrameSpectra spectra)
    {
        for (var row = 0; row < FrameSpectra.BlockFrames; row++)
        {
            var reals = spectra.Reals.Slice(row * spectra.BinCount, _turns.Length);
            var imaginaries = spectra.Imaginaries.Slice(row * spectra.BinCount, _turns.Length);
            var even = _evenParts.AsSpan(row * _turns.Length, _turns.Length);
            var odd = _oddParts.AsSpan(row * _turns.Length, _turns.Length);
            for (var k = 0; k < _turns.Length; k++)
            {
                var (cosine, sine) = _turns[k];
                even[k] = reals[k] * cosine - imaginaries[k] * sine;
                odd[k] = reals[k] * sine + imaginaries[k] * cosine;
            }
        }
    }

    private void Multiply(double[] parts, double[] waves, double[] samples) =>
        Gemm.Multiply(
            Transpose.No,
            Transpose.No,
            FrameSpectra.BlockFrames,
            _half,
            _turns.Length,
            parts,
            _turns.Length,
            waves,
            _half,
            samples,
            _half,
            accumulate: false,
            WorkerPool.Serial);

    private void Join()
    {
        for (var row = 0; row < FrameSpectra.BlockFrames; row++)
        {
            var samples = _samples.AsSpan(row * _length, _length);
            for (var n = 0; n < _half; n++)
            {
                var (even, odd) = (_even[row * _half + n], _odd[row * _half + n]);
                (samples[_half - 1 - n], samples[_length - _half + n]) = (even + odd, even - odd);
            }
        }
    }
}
