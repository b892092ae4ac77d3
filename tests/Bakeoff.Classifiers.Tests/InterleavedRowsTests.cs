using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Tests;

public sealed class InterleavedRowsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 5)]
    [InlineData(17, 33)]
    [InlineData(47, 64)]
    [InlineData(20, 300)] // more than a slice of columns
    public void Dots_AnyShape_HasTheBitsOfTwoRowsAlone(int rows, int columns)
    {
        var random = new SeededRandom(1, "rows");
        var matrix = new DesignMatrix([.. Enumerable.Range(0, rows * columns).Select(_ => random.NextGaussian())], columns);
        var others = new DesignMatrix([.. Enumerable.Range(0, 7 * columns).Select(_ => random.NextGaussian())], columns);
        var interleaved = new InterleavedRows(matrix);
        var stride = InterleavedRows.Stride(rows);
        var dots = new double[7 * stride];

        interleaved.Dots(others.Values, rows, dots);

        for (var other = 0; other < 7; other++)
        {
            var row = others.Row(other).ToArray();
            dots.Skip(other * stride).Take(rows).ShouldBe(Enumerable.Range(0, rows).Select(i => DesignMatrix.Dot(matrix.Row(i), row)));
        }
    }
}
