using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Bars that show how many clips carry each label: one bar a label, or one bar a group divided by label.</summary>
public static class LabelCountChart
{
    private const int MaxBars = 60;
    private const int MaxParts = 24;
    private const int MaxGroupsInColumns = 6;
    private const double BarHeight = 20;
    private const double Gap = 8;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title, such as <c>Clips per emotion</c>.</param>
    /// <param name="counts">Rows in the order to be shown; with groups, the same label may appear once in each group.</param>
    public static Chart Create(string title, IReadOnlyList<LabelCount> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return counts.Any(count => count.Group is not null) ? Grouped(title, counts) : Single(title, counts);
    }

    private static Chart Single(string title, IReadOnlyList<LabelCount> counts)
    {
        var total = counts.Sum(count => (long)count.Count);
        var numbers = new NumberTable(
            ["Label", "Clips", "Share"],
            counts
                .Select(count =>
                    (IReadOnlyList<string>)
                        [
                            count.Label,
                            NumberText.Count(count.Count),
                            NumberText.Percent(total == 0 ? double.NaN : (double)count.Count / total),
                        ])
                .ToList());
        var paints = EmotionColours.For(counts.Select(count => count.Label));
        var bars = counts.Select(count => new Bar(count.Label, [new BarPart(count.Label, count.Count, paints[count.Label])])).ToList();
        return new Chart(
            title,
            Describe(counts, total),
            numbers,
            (canvas, top) => Draw(canvas, top, bars, []),
            Missing(counts, bars.Count));
    }

    private static Chart Grouped(string title, IReadOnlyList<LabelCount> counts)
    {
        var labels = counts.Select(count => count.Label).Distinct(StringComparer.Ordinal).ToList();
        var groups = counts.Select(count => count.Group ?? "(none)").Distinct(StringComparer.Ordinal).ToList();
        var paints = EmotionColours.For(labels);
        var byCell = counts.ToLookup(count => (count.Group ?? "(none)", count.Label), count => count.Count);
        var bars = groups.ConvertAll(group => new Bar(
            group,
            labels.ConvertAll(label => new BarPart(label, byCell[(group, label)].Sum(), paints[label]))));
        var isDivided = labels.Count <= MaxParts;
        var legend = isDivided ? labels.ConvertAll(label => new LegendEntry(label, paints[label])) : [];
        var drawn = isDivided ? bars : bars.ConvertAll(bar => bar with { Parts = [new BarPart("all labels", bar.Total, Theme.First)] });
        var note = isDivided
            ? Missing(counts, bars.Count)
            : $"{labels.Count} labels are more than colours can tell apart: the bars show all clips of a group"
                + (bars.Count <= MaxGroupsInColumns ? ", the table has each label. " : ". ")
                + Missing(counts, bars.Count);
        return new Chart(
            title,
            Describe(counts, bars.Sum(bar => bar.Total)),
            isDivided ? ByGroup(labels, bars)
                : bars.Count <= MaxGroupsInColumns ? ByLabel(labels, bars)
                : Totals(bars),
            (canvas, top) => Draw(canvas, top, drawn, legend),
            note);
    }

    private static NumberTable ByGroup(List<string> labels, List<Bar> bars) => new(
        ["Group", .. labels, "All"],
        bars.ConvertAll(bar =>
            (IReadOnlyList<string>)[bar.Name, .. bar.Parts.Select(part => NumberText.Count(part.Count)), NumberText.Count(bar.Total)]));

    private static NumberTable ByLabel(List<string> labels, List<Bar> bars) => new(
        ["Label", .. bars.Select(bar => bar.Name), "All"],
        [
            .. labels.Select((label, k) => (IReadOnlyList<string>)
            [
                label,
                .. bars.Select(bar => NumberText.Count(bar.Parts[k].Count)),
                NumberText.Count(bars.Sum(bar => bar.Parts[k].Count)),
            ]),
        ]);

    private static NumberTable Totals(List<Bar> bars) => new(
        ["Group", "Labels", "Clips"],
        bars.ConvertAll(bar =>
            (IReadOnlyList<string>)[bar.Name, NumberText.Count(bar.Parts.Count(part => part.Count > 0)), NumberText.Count(bar.Total)]));

    private static string Describe(IReadOnlyList<LabelCount> counts, long total)
    {
        if (counts.Count == 0)
        {
            return "There are no clips to count.";
        }

        var perLabel = counts
            .GroupBy(count => count.Label, StringComparer.Ordinal)
            .Select(group => (group.Key, Count: group.Sum(count => (long)count.Count)))
            .ToList();
        var most = perLabel.MaxBy(entry => entry.Count);
        var least = perLabel.MinBy(entry => entry.Count);
        return $"Bar chart of {NumberText.Count(total)} clips with {perLabel.Count} labels. Most: {most.Key}, "
            + $"{NumberText.Count(most.Count)}. Fewest: {least.Key}, {NumberText.Count(least.Count)}.";
    }

    private static string? Missing(IReadOnlyList<LabelCount> counts, int bars) =>
        counts.Count == 0 ? "No clips were counted."
        : bars > MaxBars ? $"The first {MaxBars} of {bars} are drawn; the table has {NumberTable.Shown(bars)}."
        : null;

    private static void Draw(Canvas canvas, double top, List<Bar> all, IReadOnlyList<LegendEntry> legend)
    {
        var bars = all.Count > MaxBars ? all[..MaxBars] : all;
        top += Legend.Draw(canvas, legend, 8, top, canvas.Width - 16);
        var nameWidth = Math.Min(
            canvas.Width * 0.4,
            bars.Select(bar => TextMetrics.Width(SafeText.Clean(bar.Name), 12)).DefaultIfEmpty(0).Max());
        var countWidth = bars.Select(bar => TextMetrics.Width(NumberText.Count(bar.Total), 12)).DefaultIfEmpty(0).Max();
        var left = 8 + nameWidth + 10;
        var scale = new LinearScale(
            0,
            Math.Max(1, bars.Select(bar => bar.Total).DefaultIfEmpty(0).Max()),
            left,
            canvas.Width - 8 - countWidth - 8);
        foreach (var bar in bars)
        {
            canvas.Text(left - 10, top + 14, bar.Name, new TextStyle(Theme.Text, 12) { Anchor = TextAnchor.End, MaxWidth = nameWidth });
            DrawBar(canvas, bar, top, scale);
            canvas.Text(scale.Map(bar.Total) + 6, top + 14, NumberText.Count(bar.Total), new TextStyle(Theme.Muted, 12));
            top += BarHeight + Gap;
        }

        canvas.Height = top + 4;
    }

    private static void DrawBar(Canvas canvas, Bar bar, double top, LinearScale scale)
    {
        long start = 0;
        foreach (var part in bar.Parts.Where(part => part.Count > 0))
        {
            var x = scale.Map(start);
            var width = scale.Map(start + part.Count) - x;
            // A hairline of background between parts keeps them apart without relying on colour.
            canvas.Rect(
                new Box(x, top, width > 3 ? width - 1 : width, BarHeight),
                part.Paint,
                $"{bar.Name}: {part.Label}, {part.Count} clips",
                radius: bar.Parts.Count == 1 ? 3 : 0);
            start += part.Count;
        }
    }

    private sealed record BarPart(string Label, long Count, Paint Paint);

    private sealed record Bar(string Name, IReadOnlyList<BarPart> Parts)
    {
        public long Total => Parts.Sum(part => part.Count);
    }
}
