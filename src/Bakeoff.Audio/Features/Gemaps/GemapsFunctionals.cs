using Bakeoff.Audio.Features.Measures;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>Smoothed descriptors and functionals of a clip whose frames are measured.</summary>
internal static class GemapsFunctionals
{
    private const double SecondsPerFrame = 0.01;

    // Levels of formants have a value, though not of this world, where the pitch has none.
    private static bool IsLevel(int column) => column is 18 or 21 or 24;

    /// <summary>A descriptor of a frame, smoothed over three; NaN where it does not exist.</summary>
    public static double Smooth(GemapsDescriptors clip, int column, int frame)
    {
        Span<double> near = stackalloc double[3];
        var (first, end) = (Math.Max(frame - 1, 0), Math.Min(frame + 2, clip.FrameCount));
        for (var t = first; t < end; t++)
        {
            near[t - first] = clip.Values[t * GemapsDescriptors.Count + column];
        }

        if (column < GemapsDescriptors.Pitch)
        {
            return Contour.Smooth(near[..(end - first)], frame - first);
        }

        var smooth = Contour.SmoothExisting(near[..(end - first)], frame - first);
        return smooth == 0 ? double.NaN : smooth;
    }

    /// <summary>The functionals.</summary>
    /// <param name="clip">The measured clip.</param>
    /// <param name="statistics">[88] receives them; NaN for what does not exist.</param>
    public static void Describe(GemapsDescriptors clip, Span<double> statistics)
    {
        var (count, kept) = (clip.FrameCount, KeptCount(clip));
        var pitch = Contour.SmoothExisting(Column(clip, GemapsDescriptors.Pitch, clip.LongFrameCount))[..kept];
        Contour.Describe(Contour.Existing(pitch), statistics);
        var loudness = Contour.Smooth(Column(clip, 0, count));
        Contour.Describe(loudness, statistics[10..]);
        var at = 20;
        for (var column = 5; column < GemapsDescriptors.Pitch; column++, at += 2)
        {
            (statistics[at], statistics[at + 1]) = Contour.Moments(Contour.Smooth(Column(clip, column, count)));
        }

        for (var column = GemapsDescriptors.Pitch + 1; column < GemapsDescriptors.Count; column++, at += 2)
        {
            var contour = IsLevel(column) ? Column(clip, column, clip.LongFrameCount) : Column(clip, column, isVoiced: true);
            (statistics[at], statistics[at + 1]) = Existing(contour, kept);
        }

        for (var column = 1; column < GemapsDescriptors.Pitch; column++, at += 2)
        {
            (statistics[at], statistics[at + 1]) = Existing(Column(clip, column, isVoiced: true), kept);
        }

        for (var column = 1; column < 6; column++)
        {
            statistics[at++] = Existing(Column(clip, column, isVoiced: false), kept).Mean;
        }

        DescribeTime(loudness, pitch, statistics[at..]);
        statistics[^1] = 10 * DeterministicMath.Log10(Math.Max(clip.MeanSquare, 1e-12));
    }

    private static (double Mean, double RelativeDeviation) Existing(double[] contour, int kept) =>
        Contour.Moments(Contour.Existing(Contour.SmoothExisting(contour).AsSpan(0, kept)));

    /// <summary>
    /// Frames that published functionals of voicing count: all of 60 ms but the last two, and the first of these where it is unvoiced; at
    /// least one.
    /// </summary>
    private static int KeptCount(GemapsDescriptors clip)
    {
        var count = clip.LongFrameCount;
        var isVoiced = count > 1 && clip.FrequencyHz[count - 2] > 0;
        return Math.Max(count - (isVoiced ? 2 : 1), Math.Min(count, 1));
    }

    private static void DescribeTime(double[] loudness, double[] pitch, Span<double> statistics)
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
    }

    private static double[] Column(GemapsDescriptors clip, int column, int count)
    {
        var values = new double[count];
        for (var t = 0; t < count; t++)
        {
            values[t] = clip.Values[t * GemapsDescriptors.Count + column];
        }

        return values;
    }

    /// <summary>A column of the frames of 60 ms with zeros where the voicing is another.</summary>
    private static double[] Column(GemapsDescriptors clip, int column, bool isVoiced)
    {
        var values = Column(clip, column, clip.LongFrameCount);
        for (var t = 0; t < values.Length; t++)
        {
            values[t] = clip.FrequencyHz[t] > 0 == isVoiced ? values[t] : 0;
        }

        return values;
    }
}
