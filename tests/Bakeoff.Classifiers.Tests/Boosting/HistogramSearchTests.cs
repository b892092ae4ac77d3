using System.Runtime.Intrinsics;
using Bakeoff.Classifiers.Boosting;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Tests.Boosting;

public sealed class HistogramSearchTests
{
    [Theory]
    [InlineData(2, 3, 1, 0)]
    [InlineData(60, 4, 1, 0)] // few values: many equal scores
    [InlineData(200, 255, 10, 1)]
    [InlineData(700, 255, 1, 0.5)]
    [InlineData(40, 255, 30, 1)] // no split leaves 30 on both sides
    public void Find_AnyNode_IsTheReference(int count, int values, int minLeaf, double l2)
    {
        const int RowCount = 900;
        var random = new SeededRandom(1, "histograms");
        var matrix = new DesignMatrix([.. Enumerable.Range(0, RowCount * 11).Select(_ => Value(random, values))], 11);
        var scale = DerivativeScale.OfProbabilities(RowCount, largest: null, l2, minWeight: 0.3);
        var derivatives = Enumerable.Range(0, RowCount).Select(i => OfProbability(scale, random.NextDouble(), i % 3 == 0)).ToArray();
        var order = Enumerable.Range(0, RowCount).ToArray();
        random.Shuffle<int>(order);
        int[] rows = [.. order.Take(count).Order()];
        var tree = new TreeRows(rows, Array.ConvertAll(rows, row => derivatives[row]));
        var searched = NodeOf(tree);
        var limits = new SplitLimits(minLeaf, scale.MinWeight, scale.L2);
        var columns = BinnedColumns.Create(matrix, most: 255, WorkerPool.Serial);
        columns.BlockCount.ShouldBe(2);
        var best = BoostedSplit.None;

        for (var block = 0; block < columns.BlockCount; block++)
        {
            var words = columns.Block(block);
            var bins = Enumerable.Range(0, 8).Select(lane => Array.ConvertAll(rows, row => (int)((words[row] >> (8 * lane)) & 0xff)));

            var split = HistogramSearch.Find(words, columns.BinCount(block), NodeOf(tree), limits);
            var again = HistogramSearch.Find(words, columns.BinCount(block), searched, limits);

            split.ShouldBe(HistogramReference.Find(bins, tree.Derivatives, limits));
            split.Place.ShouldBe(minLeaf == 30 || count == 2 ? -1 : split.Place);
            again.ShouldBe(split.Score >= best.Score ? split : BoostedSplit.None);
            best = split.Score > best.Score ? split : best;
            searched.Reached.ShouldBe(best.Score);
        }
    }

    [Theory]
    [InlineData(3, new[] { 2, 4, 6.0 })] // quantiles
    [InlineData(6, new[] { 1, 2, 3, 4, 5, 6.0 })] // every value
    public void Choose_SixNumbers_EndsBinsAtQuantiles(int most, double[] upper)
    {
        double[] values = [4, 1, double.NaN, 6, 2, double.NegativeInfinity, 3, 5];

        var edges = BinEdges.Choose([.. values], most);

        edges.Count.ShouldBe(1 + upper.Length);
        values.Select(edges.BinOf).ShouldBe(values.Select(value => 1 + Array.FindIndex(upper, bound => value <= bound)).Select(
            static (bin, i) => i is 2 or 5 ? 0 : bin));
        edges.ThresholdAfter(0).ShouldBe(double.NegativeInfinity);
        Enumerable.Range(1, upper.Length - 1).Select(edges.ThresholdAfter).ShouldBe(upper[..^1].Select(static bound => bound + 0.5));
        edges.BinOf(2.4).ShouldBe(edges.BinOf(3));
    }

    [Fact]
    public void Choose_ValuesThatHaveNothingBetween_ThresholdIsTheLower()
    {
        var edges = BinEdges.Choose([1, Math.BitIncrement(1), double.PositiveInfinity], 255);

        edges.ThresholdAfter(1).ShouldBe(1);
        edges.ThresholdAfter(2).ShouldBe(Math.BitIncrement(1));
        edges.BinOf(double.PositiveInfinity).ShouldBe(3);
    }

    [Fact]
    public void Choose_MostlyOneValue_GivesItOneBin()
    {
        double[] values = [.. Enumerable.Repeat(0.0, 900), .. Enumerable.Range(1, 300).Select(static i => (double)i)];

        var edges = BinEdges.Choose(values, 255);

        edges.BinOf(0).ShouldBe(1);
        edges.BinOf(1).ShouldBe(2);
        edges.Count.ShouldBeInRange(60, 70);
    }

    [Fact]
    public void Derivatives_SumsOfThem_AreExactInAnyOrder()
    {
        var scale = DerivativeScale.OfProbabilities(1000, largest: null, l2: 1, minWeight: 1);
        var random = new SeededRandom(1, "derivatives");
        var all = Enumerable.Range(0, 1000).Select(i => OfProbability(scale, random.NextDouble(), i % 2 == 0)).ToArray();
        var sum = all.Aggregate(static (a, b) => a + b);

        random.Shuffle<Vector128<long>>(all);

        all.Aggregate(static (a, b) => a + b).ShouldBe(sum);
        DerivativeScale.Count(sum).ShouldBe(1000);
        ((double)sum[0]).ShouldBe(sum[0]);

        // 1,000 rows of p = 1/2: g = 1/2, h = 1/4, and with l2 = 1 the step is -500 / (250 + 1).
        var half = Enumerable.Repeat(OfProbability(scale, 0.5, isLabel: false), 1000).Aggregate(static (a, b) => a + b);
        scale.Step(half).ShouldBe(-500.0 / 251, 1e-15);
    }

    [Theory]
    [InlineData(3e-9)]
    [InlineData(1)]
    [InlineData(1e12)]
    public void Derivatives_SumsOfErrors_AreExactInAnyOrder(double largest)
    {
        var scale = DerivativeScale.OfErrors(1000, largest, l2: 1, minWeight: 1);
        var random = new SeededRandom(1, "errors");
        var all = Enumerable.Range(0, 1000).Select(i => scale.Derivatives(largest * ((i % 2) - random.NextDouble()), 1)).ToArray();
        var sum = all.Aggregate(static (a, b) => a + b);

        random.Shuffle<Vector128<long>>(all);

        all.Aggregate(static (a, b) => a + b).ShouldBe(sum);
        DerivativeScale.Count(sum).ShouldBe(1000);
        DerivativeScale.Weight(sum).ShouldBe(1000);
        ((double)sum[0]).ShouldBe(sum[0]);
        var alike = Enumerable.Repeat(scale.Derivatives(largest, 1), 1000).Aggregate(static (a, b) => a + b);
        (scale.Step(alike) / largest).ShouldBe(-1000.0 / 1001, 1e-12);
    }

    private static BoostedNode NodeOf(TreeRows tree) =>
        new(tree, 0, tree.Rows.Length) { Sum = tree.Sum(0, tree.Rows.Length), Depth = 0, Number = 0 };

    private static Vector128<long> OfProbability(DerivativeScale scale, double probability, bool isLabel) =>
        scale.Derivatives(probability - (isLabel ? 1 : 0), probability * (1 - probability));

    private static double Value(SeededRandom random, int values)
    {
        var drawn = random.NextInt32(values);
        return drawn == 1 ? double.NaN : drawn;
    }
}
