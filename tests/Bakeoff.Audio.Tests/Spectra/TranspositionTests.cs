using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Tests.Spectra;

public sealed class TranspositionTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(3, 9)]
    [InlineData(4, 4)]
    [InlineData(17, 6)]
    [InlineData(16, 33)]
    public void Run_AnySize_TurnsRowsIntoColumns(int rows, int columns)
    {
        var source = Enumerable.Range(0, Math.Max(1, rows) * (columns + 2)).Select(i => (float)i).ToArray();
        var target = new float[columns * (rows + 3)];

        Transposition.Run(rows, columns, source, columns + 2, target, rows + 3);

        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                target[c * (rows + 3) + r].ShouldBe(source[r * (columns + 2) + c]);
            }
        }

        target.Count(value => value != 0).ShouldBeLessThanOrEqualTo(rows * columns);
    }
}
