using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Tests;

public sealed class NeighbourSearchTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(5, 2, 3, 5)]
    [InlineData(300, 7, 1000, 9)]
    [InlineData(700, 530, 13, 5)]
    public void Find_AnyShape_IsTheReference(int rows, int queries, int columns, int k) => Check(Draw(rows, columns), Draw(queries, columns), k);

    [Theory]
    [InlineData(1e6, 1)] // far from zero: only the shift keeps the distances apart
    [InlineData(0, 1e-30)] // float32 has no digits for their products
    [InlineData(0, 1e30)] // float32 cannot hold their products
    [InlineData(0, 1e300)] // distances are infinite
    public void Find_AnyMagnitude_IsTheReference(double offset, double scale) =>
        Check(Draw(200, 20, value => offset + (scale * value)), Draw(9, 20, value => offset + (scale * value)), 5);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Find_RowsAndQueriesWithoutDistance_IsTheReference(double value)
    {
        var rows = Draw(200, 4);
        rows.Values[^3] = value;
        var queries = Draw(3, 4);
        queries.Values[0] = value;

        Check(rows, queries, 5);
    }

    // Rows that only float64 tells apart, and many that nothing tells apart.
    [Theory]
    [InlineData(1e-9)]
    [InlineData(0)]
    public void Find_AlmostEqualRows_IsTheReference(double difference)
    {
        var row = Draw(1, 30).Values;
        var rows = new DesignMatrix([.. Draw(400, 30).Values.Select((value, i) => row[i % 30] + (difference * value))], 30);

        Check(rows, new DesignMatrix([.. row, .. Draw(4, 30).Values], 30), 7);
    }

    private static void Check(DesignMatrix rows, DesignMatrix queries, int k)
    {
        var expected = NeighbourReference.Find(rows, queries, k);

        new NeighbourSearch(rows).Find(queries, k, threads: 1).ShouldBe(expected);
        new NeighbourSearch(rows).Find(queries, k, threads: 3).ShouldBe(expected);
    }

    private static DesignMatrix Draw(int rows, int columns, Func<double, double>? change = null)
    {
        var random = new SeededRandom(1, $"{rows} rows");
        return new DesignMatrix(
            [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextGaussian()).Select(change ?? (static value => value))], columns);
    }
}
