using System.IO.Enumeration;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Finds clips by paths that people write.</summary>
public static class ClipPaths
{
    /// <summary>
    /// The clips whose path in <c>index.csv</c> fits; if none does, those whose path below the folder of recordings fits; if none does, the
    /// same without regard to case and Unicode normal form.
    /// </summary>
    /// <param name="clips">All clips.</param>
    /// <param name="path">A path, in which <c>*</c> stands for any letters and <c>?</c> for one.</param>
    /// <returns>Positions of the clips, ascending; empty if none fits.</returns>
    public static IReadOnlyList<int> Find(IReadOnlyList<Clip> clips, string path)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(path);
        var folded = StrictText.Fold(path);
        Func<Clip, bool>[] readings =
        [
            clip => Fits(path, clip.Path),
            clip => Fits(path, clip.File),
            clip => Fits(folded, StrictText.Fold(clip.Path)),
            clip => Fits(folded, StrictText.Fold(clip.File)),
        ];
        return readings
            .Select(fits => Enumerable.Range(0, clips.Count).Where(i => fits(clips[i])).ToList())
            .FirstOrDefault(static found => found.Count > 0) ?? [];
    }

    private static bool Fits(string pattern, string path) => FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false);
}
