using System.Diagnostics;
using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Numerics.Embedding;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>Maps of the rows, in float32, as of a corpus: principal components of all, t-SNE of the first thousand. The peer script does the
/// same.</summary>
internal sealed class MapWorkload : IWorkload
{
    private const int NeighbourCount = 1000;
    private readonly Action _draw;

    /// <summary>Reads and scales the rows.</summary>
    /// <param name="isNeighbours">True for t-SNE, started from principal components.</param>
    /// <param name="folder">The rows.</param>
    /// <param name="threads">Threads of t-SNE; principal components take one.</param>
    public MapWorkload(bool isNeighbours, RowFolder folder, int threads)
    {
        var train = folder.Scaled().Train;
        double[][] rows = [.. Enumerable.Range(0, isNeighbours ? NeighbourCount : train.RowCount).Select(i => train.Row(i).ToArray())];
        var singles = Array.ConvertAll(rows, static row => Array.ConvertAll(row, static value => (float)value));
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        _draw = isNeighbours
            ? () => NeighbourEmbedding.Embed(rows, PrincipalComponents.Project(singles).Points, options)
            : () => PrincipalComponents.Project(singles);
    }

    /// <inheritdoc/>
    public double SecondsPerUnit()
    {
        var start = Stopwatch.GetTimestamp();
        _draw();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
