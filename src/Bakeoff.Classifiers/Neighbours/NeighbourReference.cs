namespace Bakeoff.Classifiers.Neighbours;

/// <summary>The readable search that defines the result of <see cref="NeighbourSearch"/>: all distances in float64, sorted.</summary>
internal static class NeighbourReference
{
    /// <summary>Finds the k nearest rows of each query.</summary>
    /// <param name="rows">Rows to search.</param>
    /// <param name="queries">Rows with the same columns.</param>
    /// <param name="k">Number of neighbours, at most that of rows.</param>
    /// <returns>Shape [queries][k]: positions of rows, the nearest first; of equal distances, the earlier first.</returns>
    public static int[][] Find(DesignMatrix rows, DesignMatrix queries, int k) =>
        [.. Enumerable.Range(0, queries.RowCount).Select(query => Nearest(rows, queries.Row(query), k))];

    private static int[] Nearest(DesignMatrix rows, ReadOnlySpan<double> query, int k)
    {
        var distances = new (double Distance, int Row)[rows.RowCount];
        for (var row = 0; row < distances.Length; row++)
        {
            distances[row] = (DesignMatrix.SquaredDistance(rows.Row(row), query), row);
        }

        Array.Sort(distances);
        return [.. distances.Take(k).Select(static pair => pair.Row)];
    }
}
