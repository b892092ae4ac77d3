using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Mean spectra and pitch contours: one line a label, in the label's colour and with a dash pattern of its own.</summary>
public static class SpectrumChart
{
    private const int MaxTableRows = 40;
    private const int MaxLines = 40;
    private static readonly string?[] Dashes = [null, "7 4", "2 3", "10 3 2 3", "4 2", "12 4", "1 4"];

    /// <summary>Mean spectrum per label.</summary>
    /// <param name="title">Title.</param>
    /// <param name="curves">The spectra.</param>
    public static Chart MeanSpectra(string title, IReadOnlyList<SpectrumCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        var series = Series(
            curves.Select(curve =>
                (curve.Label, curve.Label, (IReadOnlyList<(double X, double Y)>)curve.FrequenciesHz.Zip(curve.LevelsDecibel).ToList())));
        return Create(title, ("Frequency (Hz)", "Level (dB)"), series, "mean spectra", HasData(series) ? null : "Nothing was measured.");
    }

    /// <summary>Pitch over time, one contour a label.</summary>
    /// <param name="title">Title.</param>
    /// <param name="contours">The contours; unvoiced frames leave gaps.</param>
    public static Chart PitchContours(string title, IReadOnlyList<PitchContour> contours)
    {
        ArgumentNullException.ThrowIfNull(contours);
        var longest = contours.Select(Seconds).DefaultIfEmpty(0).Max();
        var drawn = CommonDuration.Of(contours.Select(Seconds));
        var isRepeated = contours.Select(contour => contour.Label).Distinct(StringComparer.Ordinal).Count() < contours.Count;
        var series = Series(
            contours.Select(contour =>
                (
                    contour.Label,
                    isRepeated ? $"{contour.Label} ({contour.Name})" : contour.Label,
                    (IReadOnlyList<(double X, double Y)>)
                        contour
                            .FrequenciesHz.Select((hertz, i) => (i * contour.SecondsPerFrame, hertz > 0 ? hertz : double.NaN))
                            .Where(point => point.Item1 <= drawn)
                            .ToList())));
        var note = HasData(series) ? WaveformChart.Beyond(drawn, longest) : "No voiced frame was found.";
        return Create(title, ("Time (s)", "Pitch (Hz)"), series, "pitch contours", note);
    }

    private static double Seconds(PitchContour contour) => contour.FrequenciesHz.Count * contour.SecondsPerFrame;

    private static List<LineSeries> Series(IEnumerable<(string Label, string Name, IReadOnlyList<(double X, double Y)> Points)> lines)
    {
        var all = lines.ToList();
        var paints = EmotionColours.For(all.Select(line => line.Label));
        return all.Select((line, i) => new LineSeries(line.Name, line.Points, paints[line.Label], Dashes[i % Dashes.Length])).ToList();
    }

    private static Chart Create(string title, (string X, string Y) axes, List<LineSeries> all, string measured, string? note)
    {
        var series = all[..Math.Min(MaxLines, all.Count)];
        note = all.Count > MaxLines ? $"The first {MaxLines} of {all.Count} are drawn and listed. {note}".TrimEnd() : note;
        var hasData = HasData(series);
        var numbers = new NumberTable([axes.X, .. series.Select(line => line.Name)], Rows(series));
        var description = hasData
            ? $"Line chart of {measured} for {string.Join(", ", series.Select(line => line.Name))}."
            : "There is nothing to draw.";
        var chart = new LineChart(axes.X, axes.Y, series) { HasDots = false, PlotHeight = 240 };
        return new Chart(title, description, numbers, chart.DrawOn(hasData), note);
    }

    private static bool HasData(List<LineSeries> series) => series.Exists(line => line.Points.Any(point => double.IsFinite(point.Y)));

    // A table of every frame would be unreadable; evenly chosen rows give the shape.
    private static List<IReadOnlyList<string>> Rows(List<LineSeries> series)
    {
        var longest = series.MaxBy(line => line.Points.Count)?.Points ?? [];
        var step = Math.Max(1, (double)longest.Count / MaxTableRows);
        var rows = new List<IReadOnlyList<string>>();
        for (var k = 0; (int)(k * step) < longest.Count; k++)
        {
            var index = (int)(k * step);
            rows.Add([
                NumberText.Short(longest[index].X),
                .. series.Select(line => NumberText.Short(index < line.Points.Count ? line.Points[index].Y : double.NaN)),
            ]);
        }

        return rows;
    }
}
