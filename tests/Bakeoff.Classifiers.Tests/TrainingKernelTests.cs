using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Tests;

public sealed class TrainingKernelTests
{
    [Theory]
    [InlineData(null, 100)]
    [InlineData(0.02, 100)]
    [InlineData(null, 0)]
    [InlineData(0.02, 0)]
    public void Of_RowsThatStandTwice_HasTheBitsOfAMatrixWithTheseRowsTwice(double? gamma, int largestShared)
    {
        const int Count = 37;
        var random = new SeededRandom(1, "kernel");
        var rows = new DesignMatrix([.. Enumerable.Range(0, Count * 11).Select(_ => random.NextGaussian())], 11);
        int[] twice = [.. Enumerable.Range(0, 2 * Count)];
        int[] places = Array.ConvertAll(twice, row => row % Count);
        TrainingKernel Kernel(DesignMatrix of) => new(of, 2 * Count, isDistance: gamma is not null, threads: 2, largestShared);

        using var expected = Kernel(rows.Rows(places)).Of(twice, gamma);
        using var actual = Kernel(rows).Of(places, gamma);

        actual.Diagonal.ShouldBe(expected.Diagonal);
        foreach (var row in twice)
        {
            actual.Row(row, static _ => 0).ShouldBe(expected.Row(row, static _ => 0));
        }
    }
}
