using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Tests;

public sealed class InterleavedRowsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 5)]
    [InlineData(17, 33)]
    [InlineData(47, 64)]
    public void Compare_AnyShape_HasTheBitsOfOneRowAtATime(int rows, int columns)
    {
        var random = new SeededRandom(1, "rows");
        var matrix = new DesignMatrix([.. Enumerable.Range(0, rows * columns).Select(_ => random.NextGaussian())], columns);
        double[] row = [.. Enumerable.Range(0, columns).Select(_ => random.NextGaussian())];
        var interleaved = new InterleavedRows(matrix);
        var (dots, distances) = (new double[rows], new double[rows]);

        interleaved.Dots(row, dots);
        interleaved.SquaredDistances(row, distances);

        dots.ShouldBe(Enumerable.Range(0, rows).Select(i => DesignMatrix.Dot(matrix.Row(i), row)));
        distances.ShouldBe(Enumerable.Range(0, rows).Select(i => DesignMatrix.SquaredDistance(matrix.Row(i), row)));
    }
}
