using Bakeoff.Corpora;
using Bakeoff.Experiments.Featurize;

namespace Bakeoff.Experiments.Explore.Maps;

/// <summary>Clips with the measures that a map compares them by.</summary>
/// <param name="Clips">The clips.</param>
/// <param name="Rows">Measures of each clip, [clips][columns].</param>
/// <param name="Name">Words for the measures, as in "principal components of ...".</param>
internal sealed record MeasuredClips(IReadOnlyList<Clip> Clips, IReadOnlyList<float[]> Rows, string Name)
{
    /// <summary>Values in memory at most, 128 MB; of more, so many clips are chosen evenly in the order of the index.</summary>
    private const int MostValues = 1 << 25;

    /// <summary>Clips by their mean spectra.</summary>
    public static MeasuredClips OfSpectra(IReadOnlyList<ClipSummary> summaries) =>
        new(
            [.. summaries.Select(static summary => summary.Clip)],
            [.. summaries.Select(static summary => (float[])[.. summary.MeanLogMel, .. summary.DeviationLogMel])],
            "each clip's log-mel spectrum: mean and standard deviation over time of 40 bands");

    /// <summary>Clips by their features, means over time where a clip has many frames.</summary>
    /// <param name="all">All clips, in the index's order.</param>
    /// <param name="folder">Folder of the feature files.</param>
    public static MeasuredClips OfFeatures(IReadOnlyList<Clip> all, string folder)
    {
        using var arrays = FeatureArrays.Open(folder);
        var count = Math.Min(all.Count, Math.Min(ClipSummary.MostClips, Math.Max(1, MostValues / arrays.Columns)));
        int[] chosen = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * all.Count / count))];
        var over = arrays.Offsets.Length == arrays.Offsets[^1] + 1 ? "" : ", means over time";
        return new MeasuredClips(
            [.. chosen.Select(i => all[i])],
            [.. chosen.Select(i => Mean(arrays, i))],
            FormattableString.Invariant($"each clip's {arrays.Columns:N0} features{over}"));
    }

    private static float[] Mean(FeatureArrays arrays, int clip)
    {
        var sums = new double[arrays.Columns];
        var (first, end) = (arrays.Offsets[clip], arrays.Offsets[clip + 1]);
        for (var frame = first; frame < end; frame++)
        {
            var values = arrays.Values.Slice(frame * sums.Length, sums.Length);
            for (var column = 0; column < sums.Length; column++)
            {
                sums[column] += values[column];
            }
        }

        return Array.ConvertAll(sums, sum => (float)(sum / (end - first)));
    }
}
