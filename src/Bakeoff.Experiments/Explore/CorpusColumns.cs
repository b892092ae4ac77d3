using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Explore;

/// <summary>Counts the values of a corpus's columns, for pages and for MLflow.</summary>
internal static class CorpusColumns
{
    // More names than these are read nowhere; a fact of the page says how many there are.
    private const int MostNamed = 12;
    private const int MostDrawn = 40;

    /// <summary>Each column in a line: its values with their clips, or its range.</summary>
    public static IEnumerable<Fact> Facts(IReadOnlyList<Clip> clips) =>
        ColumnsOf(clips).Select(column => new Fact($"Column {column.Name}", Describe(clips, column)));

    /// <summary>Columns to draw: those of numbers, and those of text that do not name nearly every clip otherwise.</summary>
    public static IReadOnlyList<ColumnPicture> Pictures(IReadOnlyList<Clip> clips) =>
    [
        .. ColumnsOf(clips)
            .Where(column => column.Type == ColumnType.Number || CountsOf(clips, column).Count <= MostDrawn)
            .Select(column => column.Type == ColumnType.Number
                ? new ColumnPicture(column.Name, [], NumbersOf(clips, column))
                : new ColumnPicture(column.Name, PerValue(clips, column), [])),
    ];

    /// <summary>Clips of each value of text, and the mean of each column of numbers, under names for MLflow.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Profile(IReadOnlyList<Clip> clips)
    {
        foreach (var column in ColumnsOf(clips))
        {
            if (column.Type == ColumnType.Number)
            {
                var numbers = clips.Select(clip => clip.Values.NumberOf(column.Name)).OfType<double>().ToList();
                if (numbers.Count > 0)
                {
                    yield return new($"mean_{column.Name}", numbers.Sum() / numbers.Count);
                }
            }
            else if (CountsOf(clips, column) is { Count: <= MostNamed } counts)
            {
                foreach (var (value, count) in counts)
                {
                    yield return new($"num_clips_{column.Name}_{value}", count);
                }
            }
        }
    }

    private static IReadOnlyList<Column> ColumnsOf(IReadOnlyList<Clip> clips) => clips.Count == 0 ? [] : clips[0].Values.Columns;

    private static string Describe(IReadOnlyList<Clip> clips, Column column)
    {
        var missing = clips.Count(clip => clip.Values.TextOf(column.Name).Length == 0);
        var unknown = missing == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", missing ({missing})");
        if (missing == clips.Count)
        {
            return "missing for all clips";
        }

        if (column.Type == ColumnType.Number)
        {
            var range = Quartiles.Of([.. clips.Select(clip => clip.Values.NumberOf(column.Name)).OfType<double>().Order()])!;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{range.Low:0.###} to {range.High:0.###}, median {range.Median:0.###}{unknown}");
        }

        var counts = CountsOf(clips, column);
        return counts.Count > MostNamed
            ? string.Create(CultureInfo.InvariantCulture, $"{counts.Count} values{unknown}")
            : string.Join(", ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} ({c.Count})"))) + unknown;
    }

    private static List<(string Value, int Count)> CountsOf(IReadOnlyList<Clip> clips, Column column) =>
    [
        .. clips.Select(clip => clip.Values.TextOf(column.Name))
            .Where(static value => value.Length > 0)
            .CountBy(static value => value, StringComparer.Ordinal)
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => (pair.Key, pair.Value)),
    ];

    private static IReadOnlyList<LabelCount> PerValue(IReadOnlyList<Clip> clips, Column column) =>
    [
        .. clips
            .GroupBy(clip => (Value: clip.Values.TextOf(column.Name), clip.Label))
            .OrderBy(static group => group.Key.Value.Length == 0)
            .ThenBy(static group => group.Key.Value, StringComparer.Ordinal)
            .ThenBy(static group => group.Key.Label, StringComparer.Ordinal)
            .Select(static group =>
                new LabelCount(group.Key.Label, group.Count(), group.Key.Value.Length == 0 ? "missing" : group.Key.Value)),
    ];

    private static IReadOnlyList<LabelValues> NumbersOf(IReadOnlyList<Clip> clips, Column column) =>
    [
        .. clips
            .GroupBy(static clip => clip.Label, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(group => new LabelValues(
                group.Key,
                [.. group.Select(clip => clip.Values.NumberOf(column.Name)).OfType<double>()]))
            .Where(static values => values.Values.Count > 0),
    ];
}
