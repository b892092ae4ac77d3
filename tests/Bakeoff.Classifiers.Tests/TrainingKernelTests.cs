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
    public void Of_RowsThatStandTwice_HasTheBitsOfTheseRowsOnce(double? gamma, int largestShared)
    {
        const int Count = 37;
        var random = new SeededRandom(1, "kernel");
        var rows = new DesignMatrix([.. Enumerable.Range(0, Count * 11).Select(_ => random.NextGaussian())], 11);
        int[] twice = [.. Enumerable.Range(0, 2 * Count)];
        int[] places = Array.ConvertAll(twice, row => row % Count);
        var kernel = new TrainingKernel(rows, 2 * Count, isDistance: gamma is not null, threads: 2, largestShared);

        using var expected = kernel.Of(twice[..Count], gamma);
        using var actual = kernel.Of(places, gamma);

        actual.Diagonal.ShouldBe([.. expected.Diagonal, .. expected.Diagonal]);
        foreach (var row in twice)
        {
            var once = expected.Row(row % Count, static _ => 0)[..Count];
            actual.Row(row, static _ => 0)[..(2 * Count)].ShouldBe([.. once, .. once]);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(0)]
    public void Of_RowsFarFromZeroAndNearlyEqual_IsTheKernelOfExactDistances(int largestShared)
    {
        const int Columns = 19;
        var random = new SeededRandom(1, "far");
        var rows = new DesignMatrix([.. Enumerable.Range(0, 23 * Columns).Select(_ => 1000 + random.NextGaussian())], Columns);
        rows.Row(0).CopyTo(rows.Values.AsSpan(Columns));
        rows.Row(0).CopyTo(rows.Values.AsSpan(2 * Columns));
        rows.Values[2 * Columns] += 1e-9;
        int[] all = [.. Enumerable.Range(0, rows.RowCount)];

        using var kernel = new TrainingKernel(rows, all.Length, isDistance: true, threads: 2, largestShared).Of(all, 0.05);

        foreach (var i in all)
        {
            // The rows around their mean have rounding errors of 1e-13.
            var exact = Array.ConvertAll(all, j => Math.Exp(-0.05 * DesignMatrix.SquaredDistance(rows.Row(i), rows.Row(j))));
            kernel.Row(i, static _ => 0).Take(all.Length).ShouldBe(exact, 1e-12);
        }

        kernel.Row(0, static _ => 0)[1].ShouldBe(1);
    }
}
