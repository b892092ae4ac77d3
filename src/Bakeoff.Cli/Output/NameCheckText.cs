using System.Globalization;
using Bakeoff.Corpora.Checking;

namespace Bakeoff.Cli.Output;

/// <summary>Writes what <c>bakeoff datasets check</c> found.</summary>
internal static class NameCheckText
{
    private const int NameWidth = 10;
    private const int NamesShown = 10;
    private const int SpeakersShown = 60;

    /// <summary>Counts, then the first names that differ, then every difference.</summary>
    public static void Write(string dataset, NameCheckResult result, TextWriter output)
    {
        output.WriteLine($"{dataset}: {Number(result.Clips.Count)} of {Number(result.NameCount)} names are clips{LeftOut(result)}");
        var expected = result.Expected;
        Wrapped.WriteRow(
            "labels",
            result.Labels.Count == 0
                ? "in a table, which is not read here"
                : Total(result.Labels.Count, expected.Labels)
                    + Each(result.Labels.Select(pair => (pair.Key, pair.Value, Expected(expected.ClipsPerLabel, pair.Key)))),
            NameWidth,
            output);
        var speakers = result.Speakers.Take(SpeakersShown).Select(static pair => (pair.Key, pair.Value, (int?)null));
        Wrapped.WriteRow(
            "speakers",
            result.Speakers.Count == 0
                ? "unknown"
                : Total(result.Speakers.Count, expected.Speakers)
                    + Each(speakers)
                    + (result.Speakers.Count > SpeakersShown ? $" and {Number(result.Speakers.Count - SpeakersShown)} more" : ""),
            NameWidth,
            output);
        Wrapped.WriteRow(
            "texts",
            result.TextCount == 0 ? "unknown" : Total(result.TextCount, expected.Texts),
            NameWidth,
            output);
        foreach (var fault in result.Faults.Take(NamesShown).Concat(result.Disagreements.Take(NamesShown)))
        {
            output.WriteLine($"  line {Number(fault.Name.Line)}: {fault.Name.Path}: {fault.Reason}");
        }

        foreach (var difference in result.Differences)
        {
            output.WriteLine($"differs: {difference}");
        }

        if (result.Differences.Count == 0)
        {
            output.WriteLine("as expected");
        }
    }

    private static string LeftOut(NameCheckResult result) =>
        (result.IgnoredCount > 0 ? $", {Number(result.IgnoredCount)} ignored" : "")
        + (result.UnselectedCount > 0 ? $", {Number(result.UnselectedCount)} not selected" : "")
        + (result.Faults.Count > 0 ? $", {Number(result.Faults.Count)} not read" : "");

    private static string Total(int count, int? expected) =>
        Number(count) + (expected is { } number && number != count ? $", expected {Number(number)}" : "");

    private static string Each(IEnumerable<(string Name, int Count, int? Expected)> counts) =>
        ": " + string.Join(", ", counts.Select(static item => $"{item.Name} ({Total(item.Count, item.Expected)})"));

    private static int? Expected(IReadOnlyDictionary<string, int> counts, string label) =>
        counts.TryGetValue(label, out var count) ? count : null;

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
