using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bakeoff.Classifiers.Trees;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Tests;

public sealed class SplitSearchTests
{
    // Few rows are compared with one another, more are sorted by digits; few different values make many ties.
    [Theory]
    [InlineData(2, 2, 1)]
    [InlineData(9, 3, 1)]
    [InlineData(NodeOrder.MostCompared, 1000, 1)]
    [InlineData(NodeOrder.MostCompared + 1, 1000, 1)]
    [InlineData(300, 12, 20)]
    [InlineData(700, 100_000, 3)]
    public void TryFind_RowsThatCountSeveralTimes_IsTheReference(int rowCount, int valueCount, int minLeaf)
    {
        const int RowCount = 2100;
        const int Columns = 11;
        const int Classes = 4;
        var random = new SeededRandom(1, "splits");
        var matrix = new DesignMatrix([.. Enumerable.Range(0, RowCount * Columns).Select(_ => 0.1 * random.NextInt32(valueCount))], Columns);
        int[] classes = [.. Enumerable.Range(0, RowCount).Select(_ => random.NextInt32(Classes))];
        int[] counts = [.. Enumerable.Range(0, RowCount).Select(_ => 1 + random.NextInt32(3))];
        var order = Enumerable.Range(0, RowCount).ToArray();
        random.Shuffle<int>(order);
        var rows = order[..rowCount];
        int[] clips = [.. rows.SelectMany(row => Enumerable.Repeat(row, counts[row]))];
        var columns = new RankedColumns(matrix, threads: 2);
        var search = new SplitSearch(columns, classes, Classes, minLeaf);

        search.Begin(rows, counts);

        search.Size.ShouldBe(clips.Length);
        for (var column = 0; column < Columns; column++)
        {
            var values = Array.ConvertAll(clips, clip => matrix.Row(clip)[column]);
            var expected = SplitReference.Find(values, Array.ConvertAll(clips, clip => classes[clip]), Classes, minLeaf);
            search.TryFind(column, rows, out var purity, out var last).ShouldBe(values.Distinct().Count() > 1);
            purity.ShouldBe(expected.Purity);
            var left = Ranks(columns, column).Zip(matrix.Values.Where((_, i) => i % Columns == column)).Where(pair => pair.First <= last);
            left.Select(static pair => pair.Second).DefaultIfEmpty(double.NaN).Max().ShouldBe(expected.Last);
        }
    }

    [Theory]
    [InlineData(2, 2, 1)]
    [InlineData(9, 3, 1)]
    [InlineData(NodeOrder.MostCompared + 1, 1000, 1)]
    [InlineData(300, 12, 20)]
    public void TryFind_NumbersThatCountSeveralTimes_HaveTheLeastErrorsOfTheReference(int rowCount, int valueCount, int minLeaf)
    {
        const int RowCount = 400;
        const int Columns = 7;
        var random = new SeededRandom(2, "splits");
        var matrix = new DesignMatrix([.. Enumerable.Range(0, RowCount * Columns).Select(_ => 0.1 * random.NextInt32(valueCount))], Columns);
        double[] numbers = [.. Enumerable.Range(0, RowCount).Select(_ => random.NextGaussian())];
        int[] counts = [.. Enumerable.Range(0, RowCount).Select(_ => 1 + random.NextInt32(3))];
        var order = Enumerable.Range(0, RowCount).ToArray();
        random.Shuffle<int>(order);
        var rows = order[..rowCount];
        int[] clips = [.. rows.SelectMany(row => Enumerable.Repeat(row, counts[row]))];
        var columns = new RankedColumns(matrix, threads: 2);
        var search = new VarianceSearch(columns, numbers, mean: 5, minLeaf);

        search.Begin(rows, counts);

        // Sums of a few hundred numbers in another order.
        search.Leaf().Single().ShouldBe(5 + clips.Average(clip => numbers[clip]), 1e-12);
        var squares = clips.Sum(clip => numbers[clip] * numbers[clip]);
        for (var column = 0; column < Columns; column++)
        {
            var expected = SplitReference.Find(
                Array.ConvertAll(clips, clip => matrix.Row(clip)[column]), Array.ConvertAll(clips, clip => numbers[clip]), minLeaf);
            search.TryFind(column, rows, out var purity, out var last);
            double.IsInfinity(purity).ShouldBe(double.IsInfinity(expected.Error));
            (double.IsInfinity(purity) ? 0 : squares - purity).ShouldBe(double.IsInfinity(purity) ? 0 : expected.Error, 1e-9);
            var left = Ranks(columns, column).Zip(matrix.Values.Where((_, i) => i % Columns == column)).Where(pair => pair.First <= last);
            left.Select(static pair => pair.Second).DefaultIfEmpty(double.NaN).Max().ShouldBe(expected.Last);
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(65_537)] // more ranks than two bytes hold
    public void Read_AnyNumberOfRows_RanksDifferentValues(int rowCount)
    {
        var matrix = new DesignMatrix([.. Enumerable.Range(0, rowCount).SelectMany(i => new[] { -i, i % 6 == 0 ? -0.0 : i % 3 })], 2);

        var columns = new RankedColumns(matrix, threads: 1);

        Ranks(columns, 0).ShouldBe(Enumerable.Range(0, rowCount).Select(i => rowCount - 1 - i));
        Ranks(columns, 1).ShouldBe(Enumerable.Range(0, rowCount).Select(static i => i % 3));
    }

    // These bits were written down when every split was found as the reference finds it.
    [Fact]
    public void Train_Forest_HasTheBitsOfTheFirstRelease()
    {
        var random = new SeededRandom(1, "forest of the test");
        var matrix = new DesignMatrix([.. Enumerable.Range(0, 300 * 20).Select(i => (float)random.NextGaussian() + (i / 20 % 5))], 20);
        var rows = new TrainingRows(matrix, [.. Enumerable.Range(0, 300).Select(static i => i % 5)], 5);

        var arrays = new RandomForestOptions { Trees = 10, MinLeaf = 2 }.Train(rows, seed: 1, threads: 2).ToArrays();

        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(arrays[0].Values.AsSpan())))[..16].ShouldBe("c71fc80ed3839a88");
    }

    private static int[] Ranks(RankedColumns columns, int column)
    {
        var ranks = new int[columns.RowCount];
        columns.Read(column, [.. Enumerable.Range(0, ranks.Length)], ranks);
        return ranks;
    }
}
