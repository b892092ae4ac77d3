using System.Text;
using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Draws the samples of a clip over time. Long clips are drawn as the lowest and highest
/// sample of each pixel column, so that no peak is lost.</summary>
public static class WaveformChart
{
    private const double PlotHeight = 110;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title, such as <c>Waveform, angry</c>.</param>
    /// <param name="clip">The clip; may be empty.</param>
    /// <param name="durationSeconds">Length of the time axis in seconds, to draw several clips
    /// on a common scale; null for the clip's own length.</param>
    /// <param name="peak">Largest sample of the vertical axis, to draw several clips on
    /// a common scale; null for the clip's own peak.</param>
    /// <exception cref="ArgumentException">The sample rate is not positive.</exception>
    public static Chart Create(string title, ClipAudio clip, double? durationSeconds = null, double? peak = null)
    {
        ArgumentNullException.ThrowIfNull(clip);
        if (clip.SampleRateHz <= 0)
        {
            throw new ArgumentException(
                $"{clip.Name}: the sample rate is {clip.SampleRateHz} Hz, expected a positive number.",
                nameof(clip));
        }

        var seconds = (double)clip.Samples.Length / clip.SampleRateHz;
        var (own, rootMeanSquare, broken) = Measure(clip.Samples.Span);
        var numbers = new NumberTable(
            ["Quantity", "Value"],
            [
                ["Clip", clip.Name], ["Label", clip.Label ?? NumberText.Missing], ["Duration", NumberText.Duration(seconds)],
                ["Sample rate", $"{NumberText.Count(clip.SampleRateHz)} Hz"],
                ["Peak", NumberText.Short(own)], ["Root mean square", NumberText.Short(rootMeanSquare)],
            ]);
        var note =
            clip.Samples.Length == 0 ? "The clip holds no samples."
            : broken > 0 ? $"{NumberText.Count(broken)} samples are not numbers and are left out."
            : Beyond(durationSeconds, seconds);
        var description =
            $"Waveform of {clip.Name}: {NumberText.Duration(seconds)} at {NumberText.Count(clip.SampleRateHz)} hertz, peak "
                + $"{NumberText.Short(own)}.";
        var paint = clip.Label is null ? Theme.First : EmotionColours.For([clip.Label])[clip.Label];
        return new Chart(
            title,
            description,
            numbers,
            (canvas, top) => Draw(canvas, top, clip, durationSeconds ?? seconds, peak ?? own, paint),
            note);
    }

    /// <summary>A note for a clip that goes on beyond its picture; null when it does not.</summary>
    internal static string? Beyond(double? drawnSeconds, double seconds) =>
        drawnSeconds is { } drawn && drawn < seconds * 0.98
            ? $"The first {NumberText.Duration(drawn)} of {NumberText.Duration(seconds)}."
            : null;

    private static void Draw(Canvas canvas, double top, ClipAudio clip, double seconds, double peak, Paint paint)
    {
        var plot = new PlotArea(52, top + 4, canvas.Width - 14, top + 4 + PlotHeight);
        var limit = peak > 0 && double.IsFinite(peak) ? peak * 1.05 : 1;
        var x = new LinearScale(0, seconds > 0 ? seconds : 1, plot.Left, plot.Right);
        var y = new LinearScale(-limit, limit, plot.Bottom, plot.Top);
        Axis.Left(canvas, plot, y, null, y.Ticks(4));
        Axis.Bottom(canvas, plot, x, "Time (s)");
        var path = Envelope(clip, seconds, plot, y);
        if (path.Length > 0)
        {
            canvas.Area(path, paint, clip.Name);
        }

        canvas.Height = plot.Bottom + Axis.BottomHeight;
    }

    // One closed band through the highest sample of every column to the right and the lowest back to the left.
    private static string Envelope(ClipAudio clip, double seconds, PlotArea plot, LinearScale y)
    {
        var samples = clip.Samples.Span;
        var columns = (int)Math.Min(plot.Width, samples.Length);
        var used = seconds > 0 ? Math.Min(1, samples.Length / (double)clip.SampleRateHz / seconds) : 1;
        columns = (int)Math.Max(Math.Min(1, samples.Length), columns * used);
        var last = (long)Math.Min(samples.Length, Math.Round(seconds * clip.SampleRateHz));
        var upper = new StringBuilder();
        var lower = new List<string>();
        for (var column = 0; column < columns; column++)
        {
            var from = (int)(last * column / columns);
            var to = (int)Math.Max(from + 1, last * (column + 1) / columns);
            var (low, high) = Range(samples[from..Math.Min(to, samples.Length)]);
            if (low > high)
            {
                continue;
            }

            var x = Coordinate.Text(plot.Left + (plot.Width * used * (column + 0.5) / columns));
            var top = Math.Min(y.Map(high), y.Map(low) - 0.6);
            upper.Append(upper.Length == 0 ? 'M' : 'L').Append(x).Append(' ').Append(Coordinate.Text(top));
            lower.Add($"L{x} {Coordinate.Text(y.Map(low))}");
        }

        lower.Reverse();
        return upper.Length == 0 ? string.Empty : upper.AppendJoin(string.Empty, lower).Append('Z').ToString();
    }

    private static (float Low, float High) Range(ReadOnlySpan<float> samples)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var sample in samples)
        {
            if (float.IsFinite(sample))
            {
                low = Math.Min(low, sample);
                high = Math.Max(high, sample);
            }
        }

        return (low, high);
    }

    private static (double Peak, double RootMeanSquare, int Broken) Measure(ReadOnlySpan<float> samples)
    {
        var (peak, sum, broken) = (0.0, 0.0, 0);
        foreach (var sample in samples)
        {
            if (!float.IsFinite(sample))
            {
                broken++;
                continue;
            }

            peak = Math.Max(peak, Math.Abs(sample));
            sum += (double)sample * sample;
        }

        var counted = samples.Length - broken;
        return counted == 0 ? (double.NaN, double.NaN, broken) : (peak, Math.Sqrt(sum / counted), broken);
    }
}
