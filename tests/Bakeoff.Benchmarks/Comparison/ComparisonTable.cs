using System.Globalization;

namespace Bakeoff.Benchmarks.Comparison;

/// <summary>Prints results as a Markdown table, and plainly what was missing.</summary>
internal static class ComparisonTable
{
    /// <summary>Column titles.</summary>
    public const string Header = """
        | work | unit | Bakeoff: median (best to worst) | peer | its median (best to worst) | peer / Bakeoff |
        |---|---|---|---|---|---|
        """;

    /// <summary>One line for each peer that ran; one for ours alone when none did.</summary>
    public static IEnumerable<string> Lines(Contest contest, IReadOnlyList<Timing> timings)
    {
        var ours = timings[0];
        var ran = timings.Skip(1).Where(timing => timing.Missing is null && timing.Seconds.Count > 0).ToList();
        if (ran.Count == 0)
        {
            yield return $"| {contest.Name} | {contest.Unit} | {Figures(contest, ours)} | none ran | | |";
        }

        foreach (var peer in ran)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| {contest.Name} | {contest.Unit} | {Figures(contest, ours)} | {peer.Name} | {Figures(contest, peer)} | "
                    + $"{peer.Median / ours.Median:F2} |");
        }
    }

    /// <summary>A line if the row is behind its floor: the fastest peer's median over ours is less.</summary>
    public static IEnumerable<string> Behind(Contest contest, IReadOnlyList<Timing> timings)
    {
        var ratios = timings.Skip(1)
            .Where(timing => timing.Missing is null && timing.Seconds.Count > 0)
            .Select(timing => timing.Median / timings[0].Median)
            .ToList();
        return ratios.Count == 0 || ratios.Min() >= contest.Floor
            ? []
            : [string.Create(CultureInfo.InvariantCulture, $"{contest.Name} is behind its floor: {ratios.Min():F2}, expected at least {contest.Floor}.")];
    }

    /// <summary>One line for each peer that could not run or was refused.</summary>
    public static IEnumerable<string> Missing(Contest contest, IReadOnlyList<Timing> timings) =>
        timings
            .Where(timing => timing.Missing is not null)
            .Select(timing => $"{contest.Name}: {timing.Name} has no figure: {timing.Missing}.");

    private static string Figures(Contest contest, Timing timing) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{timing.Median * contest.UnitsPerSecond:G4} ({timing.Best * contest.UnitsPerSecond:G4} to "
                + $"{timing.Worst * contest.UnitsPerSecond:G4})");
}
