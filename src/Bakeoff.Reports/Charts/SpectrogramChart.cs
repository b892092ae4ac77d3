using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Draws values over time and band as an image with a perceptual colour map and a colour bar.</summary>
public static class SpectrogramChart
{
    private const double PlotHeight = 150;
    private const int MaxColumns = 320;
    private const int MaxRows = 160;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title, such as <c>Spectrogram, angry</c>.</param>
    /// <param name="map">The values.</param>
    /// <param name="low">Value of the darkest colour; null for the lowest value. Give both
    /// ends to draw several clips on a common scale.</param>
    /// <param name="high">Value of the brightest colour; null for the highest value.</param>
    /// <param name="durationSeconds">Length of the time axis in seconds; null for the clip's own length.</param>
    /// <exception cref="ArgumentException">The number of values is not FrameCount times BandCount.</exception>
    public static Chart Create(string title, TimeFrequencyMap map, double? low = null, double? high = null, double? durationSeconds = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Values.Length != (long)map.FrameCount * map.BandCount)
        {
            throw new ArgumentException(
                $"{map.Name}: the map holds {map.Values.Length} values, expected frames x bands = {map.FrameCount} x {map.BandCount}.",
                nameof(map));
        }

        var (least, most) = Range(map.Values.Span);
        var seconds = map.FrameCount * map.SecondsPerFrame;
        var numbers = new NumberTable(
            ["Quantity", "Value"],
            [
                ["Clip", map.Name], ["Label", map.Label ?? NumberText.Missing], ["Duration", NumberText.Duration(seconds)],
                ["Frames", NumberText.Count(map.FrameCount)],
                ["Bands", NumberText.Count(map.BandCount)], ["Lowest value", $"{NumberText.Short(least)} {map.ValueTitle}"],
                ["Highest value", $"{NumberText.Short(most)} {map.ValueTitle}"],
            ]);
        var description =
            $"{map.BandAxisTitle} over time for {map.Name}, {NumberText.Duration(seconds)}; colours from {NumberText.Short(low ?? least)} "
                + $"to {NumberText.Short(high ?? most)} {map.ValueTitle}.";
        var note =
            map.Values.Length == 0 ? "There are no frames to draw."
            : double.IsNaN(least) ? "No value is a number."
            : WaveformChart.Beyond(durationSeconds, seconds);
        return new Chart(
            title,
            description,
            numbers,
            (canvas, top) => Draw(canvas, top, map, (low ?? least, high ?? most), durationSeconds ?? seconds),
            note);
    }

    /// <summary>Creates charts that can be compared by eye: one range of colours and one time axis for all.</summary>
    /// <param name="maps">Titles and values, all in one unit.</param>
    /// <returns>Charts in the same order.</returns>
    /// <exception cref="ArgumentException">The number of values of a map is not FrameCount times BandCount.</exception>
    /// <remarks>Decibels are shown down to 80 below the loudest point of all. Of cepstral
    /// coefficients, the first does not decide about the colours:
    /// it is the level, far below the others, and on its scale all differences between emotions would vanish.</remarks>
    public static IReadOnlyList<Chart> CreateOnCommonScale(IReadOnlyList<(string Title, TimeFrequencyMap Map)> maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var scale = new CommonScale([.. maps.Select(entry => entry.Map)]);
        return [.. maps.Select(entry => scale.Chart(entry.Title, entry.Map))];
    }

    private static void Draw(Canvas canvas, double top, TimeFrequencyMap map, (double Low, double High) colours, double seconds)
    {
        var (plot, time, _) = DrawMap(canvas, top, map, colours, seconds);
        Axis.Bottom(canvas, plot, time, "Time (s)");
        DrawColourBar(canvas, plot, colours, map.ValueTitle);
        canvas.Height = plot.Bottom + Axis.BottomHeight;
    }

    /// <summary>Draws a map with its vertical axis and leaves room for its colour bar.</summary>
    /// <returns>Where it lies, and its scales of seconds and of bands, which are counted from the lower edge of the first.</returns>
    internal static (PlotArea Plot, LinearScale Time, LinearScale Bands) DrawMap(
        Canvas canvas, double top, TimeFrequencyMap map, (double Low, double High) colours, double seconds)
    {
        var (low, high) = colours;
        var band = BandTicks(map, 5);
        var barLabels = new LinearScale(low, high, 0, 1).Ticks(4);
        var barRoom = barLabels.Select(tick => TextMetrics.Width(tick.Label, Axis.FontSize)).DefaultIfEmpty(0).Max() + 30;
        var plot = new PlotArea(Axis.LeftWidth(band, hasTitle: true) + 8, top + 18, canvas.Width - barRoom - 8, top + 18 + PlotHeight);
        var x = new LinearScale(0, seconds > 0 ? seconds : 1, plot.Left, plot.Right);
        var y = new LinearScale(0, Math.Max(1, map.BandCount), plot.Bottom, plot.Top);
        if (map.Values.Length > 0 && map.SecondsPerFrame > 0)
        {
            var right = Math.Min(plot.Right, x.Map(map.FrameCount * map.SecondsPerFrame));
            var frames = (int)Math.Clamp(Math.Round(seconds / map.SecondsPerFrame), 1, map.FrameCount);
            canvas.Image(plot.Left, plot.Top, right - plot.Left, plot.Height, Raster(map, frames, low, high));
        }

        canvas.Frame(plot.Left, plot.Top, plot.Width, plot.Height, Theme.Axis);
        Axis.Left(canvas, plot, y, map.BandAxisTitle, band, grid: false);
        return (plot, x, y);
    }

    /// <summary>Draws the colours right of a map.</summary>
    internal static void DrawColourBar(Canvas canvas, PlotArea plot, (double Low, double High) colours, string title)
    {
        var scale = new LinearScale(colours.Low, colours.High, plot.Bottom, plot.Top);
        var left = plot.Right + 10;
        var shades = new byte[64];
        for (var i = 0; i < shades.Length; i++)
        {
            shades[i] = (byte)(255 - (i * 255 / (shades.Length - 1)));
        }

        canvas.Image(left, plot.Top, 10, plot.Height, PngEncoder.Encode(1, shades.Length, shades, ColourMap.Heat.Palette));
        foreach (var tick in scale.Ticks(4))
        {
            canvas.Text(
                left + 14,
                Math.Clamp(scale.Map(tick.Value) + 4, plot.Top + 9, plot.Bottom),
                tick.Label,
                new TextStyle(Theme.Muted, Axis.FontSize));
        }

        canvas.Text(
            canvas.Width - 8,
            plot.Top - 7,
            title,
            new TextStyle(Theme.Muted, Axis.FontSize) { Anchor = TextAnchor.End, MaxWidth = 90 });
    }

    // Averages the frames and bands that fall onto one pixel; never more pixels than values.
    private static byte[] Raster(TimeFrequencyMap map, int frames, double low, double high)
    {
        var columns = Math.Min(MaxColumns, frames);
        var rows = Math.Min(MaxRows, map.BandCount);
        var pixels = new byte[columns * rows];
        var values = map.Values.Span;
        for (var row = 0; row < rows; row++)
        {
            var (bandFrom, bandTo) = Slice(row, rows, map.BandCount);
            for (var column = 0; column < columns; column++)
            {
                var (frameFrom, frameTo) = Slice(column, columns, frames);
                var (sum, count) = (0.0, 0);
                for (var frame = frameFrom; frame < frameTo; frame++)
                {
                    for (var band = bandFrom; band < bandTo; band++)
                    {
                        var value = values[(frame * map.BandCount) + band];
                        if (float.IsFinite(value))
                        {
                            sum += value;
                            count++;
                        }
                    }
                }

                pixels[((rows - 1 - row) * columns) + column] = count == 0 ? (byte)0 : Index((sum / count - low) / (high - low));
            }
        }

        return PngEncoder.Encode(columns, rows, pixels, ColourMap.Heat.Palette);
    }

    // The eye distinguishes fewer than 64 shades here, and fewer shades make the file smaller.
    private static byte Index(double share) => (byte)(ColourMap.Index(share) & 0xFC);

    private static (int From, int To) Slice(int index, int count, int total)
    {
        var from = (int)((long)total * index / count);
        return (from, Math.Max(from + 1, (int)((long)total * (index + 1) / count)));
    }

    /// <summary>The least and the largest value; not numbers where there is none.</summary>
    internal static (double Low, double High) Range(ReadOnlySpan<float> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (float.IsFinite(value))
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        }

        return low <= high ? (low, high) : (double.NaN, double.NaN);
    }

    private static IReadOnlyList<Tick> BandTicks(TimeFrequencyMap map, int target)
    {
        if (map.BandCentres is not { Count: > 1 } centres || centres.Count != map.BandCount)
        {
            return new LinearScale(0, Math.Max(1, map.BandCount), 0, 1)
                .Ticks(target)
                .Where(tick => tick.Value < map.BandCount)
                .Select(tick => new Tick(tick.Value + 0.5, tick.Label))
                .ToList();
        }

        // Round values where a linear axis would put them; on a mel axis they come out as distances between the bands.
        var ticks = new List<Tick>();
        var lastPosition = double.NegativeInfinity;
        var isEven = Math.Abs(centres[^1] - centres[0] - ((centres[1] - centres[0]) * (centres.Count - 1))) < Math.Abs(centres[^1]) * 1e-3;
        double[] candidates = isEven
            ? [.. new LinearScale(centres[0], centres[^1], 0, 1).Ticks(target).Select(tick => tick.Value)]
            : [0, 250, 500, 1000, 2000, 4000, 8000, 16000, 32000];
        foreach (var value in candidates.Where(value => value >= centres[0] && value <= centres[^1]))
        {
            var position = Position(centres, value);
            if (position - lastPosition >= map.BandCount / 11.0)
            {
                ticks.Add(new Tick(position, NumberText.Short(value, 5)));
                lastPosition = position;
            }
        }

        return ticks;
    }

    /// <summary>Place of a value on the axis of bands.</summary>
    internal static double Position(IReadOnlyList<double> centres, double value)
    {
        for (var i = 1; i < centres.Count; i++)
        {
            if (value <= centres[i])
            {
                return i - 0.5 + ((value - centres[i - 1]) / (centres[i] - centres[i - 1]));
            }
        }

        return centres.Count - 0.5;
    }
}
