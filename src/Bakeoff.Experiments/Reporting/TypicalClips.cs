using Bakeoff.Experiments.Datasets;

namespace Bakeoff.Experiments.Reporting;

/// <summary>Chooses one clip a label to look at, all of the same speaker and text where the corpus has such a set.</summary>
/// <remarks>Determinism: depends on the clips only, not on their order.</remarks>
internal static class TypicalClips
{
    /// <summary>Chooses the clips.</summary>
    /// <param name="clips">All clips.</param>
    /// <returns>One clip a label, labels in ordinal order.</returns>
    public static IReadOnlyList<Clip> Choose(IReadOnlyList<Clip> clips)
    {
        var labels = clips.Select(c => c.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

        // The same words by the same voice make the pictures comparable: take the pair that covers most labels.
        var best = clips
            .Where(c => c.Speaker.Length > 0 && c.Text.Length > 0)
            .GroupBy(c => (c.Speaker, c.Text))
            .OrderByDescending(g => g.Select(c => c.Label).Distinct(StringComparer.Ordinal).Count())
            .ThenBy(g => g.Key.Speaker, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Text, StringComparer.Ordinal)
            .FirstOrDefault()?
            .ToList() ?? [];
        return labels.Select(label => best.Where(c => c.Label == label).MinBy(c => c.Path, StringComparer.Ordinal) ?? OfMedianLength(clips, label)).ToList();
    }

    private static Clip OfMedianLength(IReadOnlyList<Clip> clips, string label)
    {
        var sorted = clips.Where(c => c.Label == label).OrderBy(c => c.Seconds).ThenBy(c => c.Path, StringComparer.Ordinal).ToList();
        return sorted[sorted.Count / 2];
    }
}
