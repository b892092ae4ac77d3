using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Resampling;

/// <summary>
/// Second step of resampling: reads a signal that occupies at most half of its spectrum at evenly spaced times, each by sixteen
/// neighbours and the row of weights for its phase.
/// </summary>
internal sealed class PhaseInterpolator
{
    /// <summary>Samples that one output value is made of.</summary>
    public const int TapCount = Taps;

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

    /// <summary>The first of the samples that the value at a position is made of, counted with the padding.</summary>
    public static long FirstSample(PhasePosition position) => position.Whole + Padding - TapsBefore;

    /// <summary>Reads all of the output's times.</summary>
    /// <param name="padded">Samples with <see cref="Padding"/> zeros on both sides.</param>
    /// <param name="output">Receives one value a time.</param>
    public void Process(ReadOnlySpan<float> padded, Span<float> output)
    {
        var position = default(PhasePosition);
        Process(padded, 0, padded.Length - Taps, ref position, output);
    }

    /// <summary>Reads the next times of a signal of which a stretch is there.</summary>
    /// <param name="padded">A stretch of the samples with their padding.</param>
    /// <param name="start">Number of its first sample.</param>
    /// <param name="last">Last sample that a value may begin at; the largest number where the end is not known.</param>
    /// <param name="position">The next time; moved on.</param>
    /// <param name="output">Receives one value a time.</param>
    /// <returns>Number of values: fewer than fit where the stretch ends.</returns>
    public int Process(ReadOnlySpan<float> padded, long start, long last, ref PhasePosition position, Span<float> output)
    {
        var (whole, phase) = position;
        var (wholeStep, phaseStep) = (_stepNumerator / _phaseCount, _stepNumerator % _phaseCount);
        var k = 0;
        for (; k < output.Length; k++)
        {
            var first = Math.Min(whole + Padding - TapsBefore, last) - start;
            if (first > padded.Length - Taps)
            {
                break;
            }

            output[k] = Weigh(padded.Slice((int)first, Taps), _weights.Span.Slice((int)phase * Taps, Taps));
            (whole, phase) = (whole + wholeStep, phase + phaseStep);
            if (phase >= _phaseCount)
            {
                (whole, phase) = (whole + 1, phase - _phaseCount);
            }
        }

        position = new PhasePosition(whole, phase);
        return k;
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

/// <summary>A time in a signal.</summary>
/// <param name="Whole">Whole samples.</param>
/// <param name="Phase">Rest in parts of a sample, as many as there are phases.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PhasePosition(long Whole, long Phase);
