using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>The extended Geneva minimalistic acoustic parameter set, eGeMAPSv02: 25 descriptors a frame, 88 functionals a clip.</summary>
/// <remarks>
/// <para>Source: F. Eyben, K. R. Scherer, B. W. Schuller et al., The Geneva minimalistic acoustic parameter set (GeMAPS) for voice research
/// and affective computing, IEEE Transactions on Affective Computing 7 (2016). Names, order and conventions are those of published values;
/// docs/feature-sets.md has the agreement of each and what differs.</para>
/// <para>Signals keep their own rate. Determinism: equal arguments give equal bits on every machine. An instance belongs to one
/// thread.</para>
/// </remarks>
public sealed class GemapsExtractor
{
    private const double SecondsPerFrame = 0.01;
    private const int LowestRateHz = 4000;

    private readonly GemapsDescriptors _descriptors;

    /// <summary>Prepares the tables for one rate.</summary>
    /// <param name="sampleRateHz">Rate of the signals in hertz; at least 4000.</param>
    /// <exception cref="UnusableSignalException">The rate is lower.</exception>
    public GemapsExtractor(int sampleRateHz)
    {
        if (sampleRateHz < LowestRateHz)
        {
            throw new UnusableSignalException(new ErrorDetails("sample rate")
            {
                Value = FormattableString.Invariant($"{sampleRateHz} Hz"),
                Rule = FormattableString.Invariant($"at least {LowestRateHz} Hz for eGeMAPS"),
            });
        }

        _descriptors = new GemapsDescriptors(sampleRateHz);
    }

    /// <summary>Names of the 25 descriptors in order.</summary>
    public static IReadOnlyList<string> DescriptorNames => GemapsNames.Descriptors;

    /// <summary>Names of the 88 functionals in order.</summary>
    public static IReadOnlyList<string> FunctionalNames => GemapsNames.Functionals;

    /// <summary>The descriptors of each frame of 20 ms, every 10 ms.</summary>
    /// <param name="mono">Samples, full scale at -1 and 1.</param>
    /// <returns>Values of shape [T, 25], smoothed over three frames. 0 stands for a value that does not exist; levels of formants are
    /// -201 dB there.</returns>
    /// <exception cref="UnusableSignalException">The signal is shorter than 20 ms.</exception>
    public FeatureMatrix Descriptors(ReadOnlySpan<float> mono)
    {
        Measure(mono);
        var (count, columns) = (_descriptors.FrameCount, GemapsDescriptors.Count);
        var values = new float[count * columns];
        for (var column = 0; column < columns; column++)
        {
            var smooth = column < GemapsDescriptors.Pitch ? Contour.Smooth(Column(column, count)) : Contour.SmoothExisting(Column(column, count));
            for (var t = 0; t < count; t++)
            {
                values[t * columns + column] = (float)smooth[t];
            }
        }

        return new FeatureMatrix(values, count, columns);
    }

    /// <summary>The functionals of a clip.</summary>
    /// <param name="mono">Samples, full scale at -1 and 1.</param>
    /// <returns>Values of shape [1, 88]; functionals of descriptors without any value are 0.</returns>
    /// <exception cref="UnusableSignalException">The signal is shorter than 20 ms.</exception>
    public FeatureMatrix Functionals(ReadOnlySpan<float> mono)
    {
        Measure(mono);
        var (count, longCount) = (_descriptors.FrameCount, _descriptors.LongFrameCount);
        var statistics = new double[FunctionalNames.Count];
        var pitch = Contour.SmoothExisting(Column(GemapsDescriptors.Pitch, longCount));
        Contour.Describe(Contour.Existing(pitch), statistics);
        var loudness = Contour.Smooth(Column(0, count));
        Contour.Describe(loudness, statistics.AsSpan(10));
        var at = 20;
        for (var column = 5; column < GemapsDescriptors.Pitch; column++, at += 2)
        {
            (statistics[at], statistics[at + 1]) = Contour.Moments(Contour.Smooth(Column(column, count)));
        }

        for (var column = GemapsDescriptors.Pitch + 1; column < GemapsDescriptors.Count; column++, at += 2)
        {
            var isLevel = column is 18 or 21 or 24;
            (statistics[at], statistics[at + 1]) = Existing(isLevel ? Column(column, longCount) : Column(column, longCount, voiced: true));
        }

        for (var column = 1; column < GemapsDescriptors.Pitch; column++, at += 2)
        {
            (statistics[at], statistics[at + 1]) = Existing(Column(column, longCount, voiced: true));
        }

        for (var column = 1; column < 6; column++)
        {
            statistics[at++] = Existing(Column(column, longCount, voiced: false)).Mean;
        }

        DescribeTime(loudness, pitch, statistics.AsSpan(at));
        var values = new float[statistics.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)statistics[i];
        }

        return new FeatureMatrix(values, 1, values.Length);
    }

    private static (double Mean, double RelativeDeviation) Existing(double[] contour) =>
        Contour.Moments(Contour.Existing(Contour.SmoothExisting(contour)));

    private void DescribeTime(double[] loudness, double[] pitch, Span<double> statistics)
    {
        statistics[0] = Contour.CountPeaks(loudness) / (loudness.Length * SecondsPerFrame);
        var (voiced, unvoiced) = (Contour.Stretches(pitch, voiced: true), Contour.Stretches(pitch, voiced: false));
        statistics[1] = voiced.Count / (Math.Max(pitch.Length, 1) * SecondsPerFrame);
        (statistics[2], statistics[3]) = Contour.MeanAndDeviation(voiced);
        (statistics[4], statistics[5]) = Contour.MeanAndDeviation(unvoiced);
        for (var i = 2; i < 6; i++)
        {
            statistics[i] *= SecondsPerFrame;
        }

        statistics[6] = 10 * DeterministicMath.Log10(Math.Max(_descriptors.MeanSquare, 1e-12));
    }

    private void Measure(ReadOnlySpan<float> mono)
    {
        _descriptors.Measure(mono);
        if (_descriptors.FrameCount == 0)
        {
            throw new UnusableSignalException(new ErrorDetails("signal has {value} samples")
            {
                Value = FormattableString.Invariant($"{mono.Length}"),
                Rule = "at least one frame of 20 ms",
            });
        }
    }

    private double[] Column(int column, int count)
    {
        var values = new double[count];
        for (var t = 0; t < count; t++)
        {
            values[t] = _descriptors.Values[t * GemapsDescriptors.Count + column];
        }

        return values;
    }

    /// <summary>A column with zeros where the voicing is another.</summary>
    private double[] Column(int column, int count, bool voiced)
    {
        var values = Column(column, count);
        for (var t = 0; t < count; t++)
        {
            values[t] = _descriptors.FrequencyHz[t] > 0 == voiced ? values[t] : 0;
        }

        return values;
    }
}
