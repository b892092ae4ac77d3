using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Resampling;

/// <summary>
/// Second step of resampling: reads a signal that occupies at most half of its spectrum at evenly spaced times, each by sixteen
/// neighbours and the row of weights for its phase.
/// </summary>
internal sealed class PhaseInterpolator
{
    private const int Taps = 16;
    private const int TapsBefore = Taps / 2 - 1;
    // Stop band below -120 dB over a transition of half the spectrum.
    private const double Beta = 12.3;

    private readonly long _stepNumerator;
    private readonly long _phaseCount;
    private readonly AlignedBuffer _weights;

    /// <summary>Plans reading at times k * stepNumerator / stepDenominator, in samples; the fraction is reduced.</summary>
    public PhaseInterpolator(long stepNumerator, int stepDenominator)
    {
        _stepNumerator = stepNumerator;
        _phaseCount = stepDenominator;
        _weights = new AlignedBuffer(stepDenominator * Taps);
        var kernel = new KaiserSinc(0.5, Taps / 2, Beta);
        for (var phase = 0; phase < stepDenominator; phase++)
        {
            for (var tap = 0; tap < Taps; tap++)
            {
                _weights.Span[phase * Taps + tap] = (float)kernel.At(tap - TapsBefore - (double)phase / stepDenominator);
            }
        }
    }

    /// <summary>Zeros that must lie before and after the samples.</summary>
    public static int Padding => Taps;

    /// <summary>Reads all of the output's times.</summary>
    /// <param name="padded">Samples with <see cref="Padding"/> zeros on both sides.</param>
    /// <param name="output">Receives one value a time.</param>
    public void Process(ReadOnlySpan<float> padded, Span<float> output)
    {
        var (whole, phase) = (0L, 0L);
        var (wholeStep, phaseStep) = (_stepNumerator / _phaseCount, _stepNumerator % _phaseCount);
        var last = padded.Length - Taps;
        for (var k = 0; k < output.Length; k++)
        {
            var first = (int)Math.Min(whole + Padding - TapsBefore, last);
            output[k] = Weigh(padded.Slice(first, Taps), _weights.Span.Slice((int)phase * Taps, Taps));
            (whole, phase) = (whole + wholeStep, phase + phaseStep);
            if (phase >= _phaseCount)
            {
                (whole, phase) = (whole + 1, phase - _phaseCount);
            }
        }
    }

    /// <summary>
    /// Sixteen products summed in one fixed tree: four chains of four, then pairs. Written out, so that no machine may choose another.
    /// </summary>
    private static float Weigh(ReadOnlySpan<float> samples, ReadOnlySpan<float> row)
    {
        var sum = Vector128.Create(samples) * Vector128.Create(row);
        sum = Vector128.FusedMultiplyAdd(Vector128.Create(samples[4..]), Vector128.Create(row[4..]), sum);
        sum = Vector128.FusedMultiplyAdd(Vector128.Create(samples[8..]), Vector128.Create(row[8..]), sum);
        sum = Vector128.FusedMultiplyAdd(Vector128.Create(samples[12..]), Vector128.Create(row[12..]), sum);
        return sum[0] + sum[2] + (sum[1] + sum[3]);
    }
}
