using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Pages;

/// <summary>The charts of a stress test.</summary>
public static class StressCharts
{
    private const string Dots = "2 4";

    /// <summary>Creates all charts.</summary>
    /// <param name="report">The results.</param>
    public static IReadOnlyList<NamedChart> Create(StressReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [.. Curves(report), .. Bars(report)];
    }

    /// <summary>A curve for each kind of condition with several strengths.</summary>
    internal static IEnumerable<NamedChart> Curves(StressReport report) =>
        report.Rows
            .GroupBy(static row => (row.Curve, row.Unit))
            .Where(static curve => curve.Skip(1).Any())
            .Select(curve => new NamedChart(
                $"stress-{FileName(curve.Key.Curve)}-{curve.Key.Unit}.svg",
                Curve(report, curve.Key.Curve, curve.Key.Unit, [.. curve.OrderBy(static row => row.At)])));

    /// <summary>All conditions beside each other.</summary>
    internal static IEnumerable<NamedChart> Bars(StressReport report)
    {
        yield return new NamedChart("stress-metric.svg", IntervalBarChart.Create(
            $"{report.Metric} under each condition",
            report.Metric,
            [Bar("recordings as they are", new Estimate(report.Before)), .. report.Rows.Select(row => Bar(row.Condition, row.Value))],
            areLabels: false));
        yield return new NamedChart("stress-unchanged.svg", IntervalBarChart.Create(
            "Predictions that stay as they are",
            "Unchanged",
            [.. report.Rows.Select(static row => new FigureBar(row.Condition, row.Unchanged, Clips: null))],
            areLabels: false));

        FigureBar Bar(string name, Estimate value) => new(name, value, Clips: null) { IsShare = report.IsShare };
    }

    // Names of conditions have small letters alone.
    private static string SymbolOf(string unit) => unit switch
    {
        "db" => "dB",
        "hz" => "Hz",
        "kbps" => "kbit/s",
        "pct" => "%",
        "permille" => "‰",
        _ => unit,
    };

    private static Chart Curve(StressReport report, string name, string unit, List<StressRow> rows)
    {
        var title = $"{report.Metric} and unchanged predictions over {name.Replace('_', ' ')}";
        var axis = $"{name.Replace('_', ' ')} ({SymbolOf(unit)})";
        var numbers = new NumberTable(
            [axis, report.Metric, "Low (95 %)", "High (95 %)", "Unchanged", "Low (95 %)", "High (95 %)"],
            rows.ConvertAll(static row => (IReadOnlyList<string>)
            [
                NumberText.Short(row.At), NumberText.Short(row.Value.Value, 3), End(row.Value.Low), End(row.Value.High),
                NumberText.Short(row.Unchanged.Value, 3), End(row.Unchanged.Low), End(row.Unchanged.High),
            ]));
        var chart = new LineChart(
            axis,
            $"{report.Metric}, share unchanged",
            [
                .. Lines(report.Metric, rows, Theme.First, static row => row.Value),
                .. Lines("Unchanged", rows, Theme.Second, static row => row.Unchanged),
                new LineSeries(
                    "As they are", [(rows[0].At, report.Before), (rows[^1].At, report.Before)], Theme.Muted, "6 4"),
            ])
        {
            YFrom = rows.Min(static row => row.Value.Low ?? row.Value.Value) < 0 ? null : 0,
            YTo = 1,
        };
        var lowest = rows.MinBy(static row => row.Value.Value)!;
        var words = $"{report.Metric} is {NumberText.Short(report.Before, 3)} for the recordings as they are, and lowest at "
            + $"{NumberText.Short(lowest.At)} {unit}: {NumberText.Short(lowest.Value.Value, 3)}.";
        return new Chart(title, words, numbers, chart.DrawOn(hasData: true), "Dotted: 95 % intervals.");
    }

    private static IEnumerable<LineSeries> Lines(string name, List<StressRow> rows, Paint paint, Func<StressRow, Estimate> value)
    {
        yield return new LineSeries(name, rows.ConvertAll(row => (row.At, value(row).Value)), paint);
        if (rows.TrueForAll(row => value(row).Low is not null))
        {
            yield return new LineSeries($"{name}, low", rows.ConvertAll(row => (row.At, value(row).Low!.Value)), paint, Dots);
            yield return new LineSeries($"{name}, high", rows.ConvertAll(row => (row.At, value(row).High!.Value)), paint, Dots);
        }
    }

    private static string End(double? end) => end is { } value ? NumberText.Short(value, 3) : NumberText.Missing;

    private static string FileName(string curve) =>
        string.Concat(curve.Select(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-'));
}
