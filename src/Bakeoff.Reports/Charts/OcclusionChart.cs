using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>
/// Draws the spectrogram of a clip with a veil over what a prediction does not rest on, and below it the change of the output where a
/// stretch is replaced.
/// </summary>
public static class OcclusionChart
{
    /// <summary>A change so small that it is no reason to lift the veil anywhere.</summary>
    public const double LeastChange = 0.01;

    private const double CurveHeight = 90;
    private const double Veil = 0.85;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title, such as <c>What happy rests on, clip.wav</c>.</param>
    /// <param name="output">Name of the output, such as <c>probability of happy</c>.</param>
    /// <param name="map">The spectrogram.</param>
    /// <param name="areas">Areas of time, or of time and frequency, which do not overlap.</param>
    /// <param name="stretches">Stretches of time that follow each other, for the curve; empty for none.</param>
    /// <param name="attention">Attention over time, for a second curve; empty for none.</param>
    /// <exception cref="ArgumentException">The number of values is not FrameCount times BandCount.</exception>
    public static Chart Create(
        string title,
        string output,
        TimeFrequencyMap map,
        IReadOnlyList<OccludedArea> areas,
        IReadOnlyList<OccludedArea> stretches,
        IReadOnlyList<AttendedFrame> attention)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentNullException.ThrowIfNull(stretches);
        ArgumentNullException.ThrowIfNull(attention);
        var spectrogram = SpectrogramChart.Create(title, map);
        var most = areas.Select(static area => area.Weight).DefaultIfEmpty(0).Max();
        var top = areas.MaxBy(static area => area.Weight);
        var description = top is null || most < LeastChange
            ? $"Spectrogram of {map.Name}. No part changes the {output} by {NumberText.Short(LeastChange)} or more."
            : $"Spectrogram of {map.Name}, veiled where the {output} does not rest on it. It rests most on {Place(top)}: a change of "
                + $"{NumberText.Short(top.Change, 3)} without it.";
        var numbers = new NumberTable(
            ["Part", $"Change of the {output}"],
            [
                .. areas.Concat(stretches).Distinct().OrderByDescending(static area => area.Weight)
                    .Select(static area => (IReadOnlyList<string>)[Place(area), NumberText.Short(area.Change, 3)]),
            ]);
        var note = most < LeastChange
            ? $"Nothing is veiled: no part changes the {output} by {NumberText.Short(LeastChange)} or more."
            : $"Clear where replacing a part costs most ({NumberText.Short(most, 2)}), veiled where it costs nothing.";
        var half = AttendedFrame.Half(attention) is { } looked
            ? $" Half of the attention lies on {Place(looked.StartSeconds, looked.EndSeconds)}."
            : "";
        return new Chart(
            title,
            description + half,
            numbers,
            (canvas, y) => Draw(canvas, y, map, most < LeastChange ? [] : areas, (stretches, attention)),
            spectrogram.Note ?? note);
    }

    private static string Place(OccludedArea area)
    {
        var time = Place(area.StartSeconds, area.EndSeconds);
        return area is { LowHz: { } low, HighHz: { } high } ? $"{time}, {NumberText.Short(low, 3)} to {NumberText.Short(high, 3)} Hz" : time;
    }

    private static string Place(double start, double end) => $"{NumberText.Short(start, 3)} to {NumberText.Short(end, 3)} s";

    private static void Draw(
        Canvas canvas,
        double top,
        TimeFrequencyMap map,
        IReadOnlyList<OccludedArea> areas,
        (IReadOnlyList<OccludedArea> Stretches, IReadOnlyList<AttendedFrame> Attention) curves)
    {
        var seconds = map.FrameCount * map.SecondsPerFrame;
        var colours = SpectrogramChart.Range(map.Values.Span);
        var (plot, time, bands) = SpectrogramChart.DrawMap(canvas, top, map, colours, seconds);
        SpectrogramChart.DrawColourBar(canvas, plot, colours, map.ValueTitle);
        var most = areas.Select(static area => area.Weight).DefaultIfEmpty(0).Max();
        foreach (var area in areas)
        {
            var opacity = Veil * (1 - Math.Clamp(area.Weight / most, 0, 1));
            if (opacity > 0.01)
            {
                canvas.Rect(BoxOf(area), Theme.Surface, $"{Place(area)}: {NumberText.Short(area.Change, 3)}", opacity: opacity);
            }
        }

        // What lies outside all areas is not among the features.
        if (areas.Count > 0)
        {
            List<Box> boxes = [.. areas.Select(BoxOf)];
            var (left, right) = (boxes.Min(static box => box.Left), boxes.Max(static box => box.Left + box.Width));
            var (upper, lower) = (boxes.Min(static box => box.Top), boxes.Max(static box => box.Top + box.Height));
            foreach (var outside in new Box[]
            {
                new(plot.Left, plot.Top, left - plot.Left, plot.Height), new(right, plot.Top, plot.Right - right, plot.Height),
                new(left, plot.Top, right - left, upper - plot.Top), new(left, lower, right - left, plot.Bottom - lower),
            })
            {
                canvas.Rect(outside, Theme.Surface, opacity: Veil);
            }
        }

        var lowest = plot;
        Curve("Change", [.. curves.Stretches.Select(static area => (area.StartSeconds, area.EndSeconds, area.Change))]);

        // 1 is what each frame would have if attention were even.
        Curve("Attention", [.. curves.Attention.Select(frame => (frame.StartSeconds, frame.EndSeconds, frame.Weight * curves.Attention.Count))]);
        Axis.Bottom(canvas, lowest, time, "Time (s)");
        canvas.Height = lowest.Bottom + Axis.BottomHeight;

        void Curve(string name, IReadOnlyList<(double StartSeconds, double EndSeconds, double Value)> values)
        {
            if (values.Count == 0)
            {
                return;
            }

            lowest = new PlotArea(plot.Left, lowest.Bottom + 16, plot.Right, lowest.Bottom + 16 + CurveHeight);
            var range = ValueRange.Of(values.Select(static value => value.Value).Append(0));
            var (from, to) = LinearScale.Nice(range.Low, range.High, 3);
            var y = new LinearScale(from, to, lowest.Bottom, lowest.Top);
            Axis.Left(canvas, lowest, y, name, y.Ticks(3));
            canvas.Line((lowest.Left, y.Map(0)), (lowest.Right, y.Map(0)), Theme.Axis);
            canvas.Polyline(
                values.SelectMany(value => new[]
                {
                    (time.Map(value.StartSeconds), y.Map(value.Value)),
                    (Math.Min(lowest.Right, time.Map(value.EndSeconds)), y.Map(value.Value)),
                }),
                Theme.First);
        }

        Box BoxOf(OccludedArea area)
        {
            var (left, right) = (Math.Max(plot.Left, time.Map(area.StartSeconds)), Math.Min(plot.Right, time.Map(area.EndSeconds)));
            var upper = area.HighHz is { } high ? bands.Map(SpectrogramChart.Position(map.BandCentres!, high)) : plot.Top;
            var lower = area.LowHz is { } low ? bands.Map(SpectrogramChart.Position(map.BandCentres!, low)) : plot.Bottom;
            return new Box(left, upper, right - left, lower - upper);
        }
    }
}

/// <summary>A part of a clip and the change of an output where it is replaced.</summary>
/// <param name="StartSeconds">Start in seconds.</param>
/// <param name="EndSeconds">End in seconds.</param>
/// <param name="Change">The output without the part minus the output with it.</param>
public sealed record OccludedArea(double StartSeconds, double EndSeconds, double Change)
{
    /// <summary>Lower edge in hertz; null for all frequencies.</summary>
    public double? LowHz { get; init; }

    /// <summary>Upper edge in hertz; null for all frequencies.</summary>
    public double? HighHz { get; init; }

    /// <summary>Weight of the part: what a probability loses, of a number the size of the change; negative where a probability gains.</summary>
    public required double Weight { get; init; }
}
