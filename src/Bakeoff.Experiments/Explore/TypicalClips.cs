using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Stages;
using Bakeoff.Options;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Explore;

/// <summary>
/// Chooses the clips to look at: those that the experiment names, else one a label, all of the same speaker and text where the corpus has
/// such a set.
/// </summary>
/// <remarks>Determinism: depends on the clips, in the order of the index, and not on their paths.</remarks>
internal static class TypicalClips
{
    /// <summary>Labels to draw a clip of; more would make pages of many megabytes that nobody scrolls through.</summary>
    private const int MostLabels = 24;

    /// <summary>Chooses the clips.</summary>
    /// <param name="clips">All clips.</param>
    /// <param name="options">The <c>explore</c> section.</param>
    /// <returns>The clips named, in their order, or one clip a label, labels in ordinal order, of at most 24 labels.</returns>
    /// <exception cref="StageFailedException">A name fits no clip.</exception>
    public static IReadOnlyList<Clip> Choose(IReadOnlyList<Clip> clips, ExploreOptions options) =>
        options.Clips.Count > 0 ? [.. options.Clips.Select(name => Find(clips, name))] : Typical(clips);

    private static Clip Find(IReadOnlyList<Clip> clips, string name)
    {
        var found = new[] { name, "*/" + name }.SelectMany(path => ClipPaths.Find(clips, path)).ToList();
        if (found.Count > 0)
        {
            return clips[found[0]];
        }

        throw new StageFailedException(
            StageNames.Explore,
            new ErrorDetails("{value} is no clip of this corpus")
            {
                Where = "explore.clips",
                Value = $"'{name}'",
                Rule = "a path from index.csv or its end",
                NextStep = NearestName.Question(name, clips.Select(static clip => clip.Path[(clip.Path.LastIndexOf('/') + 1)..])),
            });
    }

    private static List<Clip> Typical(IReadOnlyList<Clip> clips)
    {
        var labels = clips.Select(c => c.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostLabels).ToList();

        // The same words by the same voice make the pictures comparable: take the pair that covers most labels.
        var best = clips
            .Where(c => c.Speaker.Length > 0 && c.Text.Length > 0)
            .GroupBy(c => (c.Speaker, c.Text))
            .OrderByDescending(g => g.Select(c => c.Label).Distinct(StringComparer.Ordinal).Count())
            .ThenBy(g => g.Key.Speaker, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Text, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.ToList()
            ?? [];
        return labels
            .Select(label => best.Find(c => c.Label == label) ?? OfMedianLength(clips, label))
            .ToList();
    }

    private static Clip OfMedianLength(IReadOnlyList<Clip> clips, string label)
    {
        var sorted = clips.Where(c => c.Label == label).OrderBy(c => c.Seconds).ToList();
        return sorted[sorted.Count / 2];
    }
}
