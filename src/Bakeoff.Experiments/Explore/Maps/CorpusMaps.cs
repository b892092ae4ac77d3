using System.Globalization;
using Bakeoff.Numerics.Embedding;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Explore.Maps;

/// <summary>Maps of all clips by how they sound: principal components and t-SNE of the same measures.</summary>
internal static class CorpusMaps
{
    /// <summary>t-SNE compares every clip with every other one; more clips are thinned evenly.</summary>
    private const int MostNeighbours = 1000;

    /// <summary>Computes the maps.</summary>
    /// <param name="summaries">Measures of all clips, at least one.</param>
    /// <param name="options">Threads and cancellation; neither changes a result.</param>
    public static IReadOnlyList<ClipMap> Create(IReadOnlyList<ClipSummary> summaries, ParallelOptions options)
    {
        var rows = Standardized(summaries);
        var (points, xShare, yShare) = PrincipalComponents.Project(rows.ConvertAll(row => Array.ConvertAll(row, value => (float)value)));
        var step = Math.Max(1, (double)rows.Count / MostNeighbours);
        var chosen = Enumerable.Range(0, Math.Min(rows.Count, MostNeighbours)).Select(k => (int)(k * step)).ToList();
        var places = NeighbourEmbedding.Embed(chosen.ConvertAll(i => rows[i]), chosen.ConvertAll(i => points[i]), options);
        var thinned =
            chosen.Count < rows.Count
                ? string.Create(CultureInfo.InvariantCulture, $" {chosen.Count} of {rows.Count} clips, evenly chosen.")
                : string.Empty;
        return
        [
            new ClipMap(
                "Map of the clips (PCA)",
                string.Create(CultureInfo.InvariantCulture, $"First component ({100 * xShare:0} % of the variance)"),
                string.Create(CultureInfo.InvariantCulture, $"Second component ({100 * yShare:0} %)"),
                summaries.Select((summary, i) => Point(summary, points[i])).ToList(),
                "Principal components of each clip's log-mel spectrum: mean and deviation over time of 40 bands. Clips that lie "
                    + "together sound alike; colours that lie apart by speaker rather than by emotion warn of a split that mixes "
                    + "speakers."),
            new ClipMap(
                "Map of the clips (t-SNE)",
                "t-SNE 1",
                "t-SNE 2",
                chosen.Select((i, k) => Point(summaries[i], places[k])).ToList(),
                $"t-SNE of the same measures, perplexity 30, started from the principal components. Who is whose neighbour means "
                    + $"something; distances between groups and their sizes do not.{thinned}"),
        ];
    }

    private static ClipMapPoint Point(ClipSummary summary, (double X, double Y) place) =>
        new(place.X, place.Y, summary.Clip.Label, summary.Clip.Speaker.Length > 0 ? summary.Clip.Speaker : null, summary.Clip.Path);

    /// <summary>Each measure with mean 0 and standard deviation 1 over the clips, so that none outweighs the others by its unit.</summary>
    private static List<double[]> Standardized(IReadOnlyList<ClipSummary> summaries)
    {
        var rows = summaries
            .Select(summary => Array.ConvertAll<float, double>([.. summary.MeanLogMel, .. summary.DeviationLogMel], value => value))
            .ToList();
        for (var column = 0; column < rows[0].Length; column++)
        {
            var (sum, squares) = (0.0, 0.0);
            foreach (var row in rows)
            {
                sum += row[column];
                squares += row[column] * row[column];
            }

            var mean = sum / rows.Count;
            var deviation = Math.Sqrt(Math.Max(0, (squares / rows.Count) - (mean * mean)));
            foreach (var row in rows)
            {
                row[column] = deviation > 1e-9 ? (row[column] - mean) / deviation : 0;
            }
        }

        return rows;
    }
}
