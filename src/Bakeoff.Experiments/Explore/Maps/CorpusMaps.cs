using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Numerics.Embedding;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Explore.Maps;

/// <summary>Maps of all clips by how they sound: principal components and t-SNE of the same measures.</summary>
internal static class CorpusMaps
{
    /// <summary>t-SNE compares every clip with every other one; more clips are thinned evenly.</summary>
    private const int MostNeighbours = 1000;

    /// <summary>Computes the maps.</summary>
    /// <param name="measured">Clips with their measures, at least one.</param>
    /// <param name="options">Threads and cancellation; neither changes a result.</param>
    public static IReadOnlyList<ClipMap> Create(MeasuredClips measured, ParallelOptions options)
    {
        var (clips, rows) = (measured.Clips, Standardized(measured.Rows));
        var (points, xShare, yShare) = PrincipalComponents.Project(rows);
        var step = Math.Max(1, (double)rows.Count / MostNeighbours);
        var chosen = Enumerable.Range(0, Math.Min(rows.Count, MostNeighbours)).Select(k => (int)(k * step)).ToList();
        var places = NeighbourEmbedding.Embed(
            chosen.ConvertAll(i => Array.ConvertAll(rows[i], static value => (double)value)), chosen.ConvertAll(i => points[i]), options);
        var thinned =
            chosen.Count < rows.Count
                ? string.Create(CultureInfo.InvariantCulture, $" {chosen.Count:N0} of {rows.Count:N0} clips, evenly chosen.")
                : string.Empty;
        return
        [
            new ClipMap(
                "Map of the clips (PCA)",
                string.Create(CultureInfo.InvariantCulture, $"First component ({100 * xShare:0} % of the variance)"),
                string.Create(CultureInfo.InvariantCulture, $"Second component ({100 * yShare:0} %)"),
                clips.Select((clip, i) => Point(clip, points[i])).ToList(),
                $"Principal components of {measured.Name}. Clips that lie "
                    + "together sound alike; colours that lie apart by speaker rather than by emotion warn of a split that mixes "
                    + "speakers."),
            new ClipMap(
                "Map of the clips (t-SNE)",
                "t-SNE 1",
                "t-SNE 2",
                chosen.Select((i, k) => Point(clips[i], places[k])).ToList(),
                $"t-SNE of the same measures, perplexity 30, started from the principal components. Who is whose neighbour means "
                    + $"something; distances between groups and their sizes do not.{thinned}"),
        ];
    }

    private static ClipMapPoint Point(Clip clip, (double X, double Y) place) =>
        new(place.X, place.Y, clip.Label, clip.Speaker.Length > 0 ? clip.Speaker : null, clip.Path);

    /// <summary>Each measure with mean 0 and standard deviation 1 over the clips, so that none outweighs the others by its unit.</summary>
    private static List<float[]> Standardized(IReadOnlyList<float[]> rows)
    {
        var columns = rows[0].Length;
        var (means, deviations) = (new double[columns], new double[columns]);
        for (var column = 0; column < columns; column++)
        {
            var (sum, squares) = (0.0, 0.0);
            foreach (var row in rows)
            {
                sum += row[column];
                squares += (double)row[column] * row[column];
            }

            means[column] = sum / rows.Count;
            deviations[column] = Math.Sqrt(Math.Max(0, (squares / rows.Count) - (means[column] * means[column])));
        }

        return
        [
            .. rows.Select(row => row
                .Select((value, column) => deviations[column] > 1e-9 ? (float)((value - means[column]) / deviations[column]) : 0)
                .ToArray()),
        ];
    }
}
