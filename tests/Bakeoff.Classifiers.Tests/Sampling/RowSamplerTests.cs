using Bakeoff.Classifiers.Sampling;

namespace Bakeoff.Classifiers.Tests.Sampling;

/// <summary>Rows of classes of different size: which come again, which go, and where new ones lie.</summary>
public sealed class RowSamplerTests
{
    // Class 0 on the line y = x, class 1 far away on y = -x, class 2 with two rows.
    private static readonly TrainingRows Rows = new(
        new DesignMatrix([0, 0, 100, -100, 1, 1, 2, 2, 101, -101, 500, 0, 3, 3, 4, 4, 502, 4, 5, 5, 9, 9, 104, -104], 2),
        [0, 1, 0, 0, 1, 2, 0, 0, 2, 0, 0, 1],
        classCount: 3);

    [Fact]
    public void Sample_None_IsTheSameObject() => RowSampler.Sample(Rows, RowSampling.None, 1, 1).ShouldBeSameAs(Rows);

    [Fact]
    public void Sample_Over_RepeatsEachRowOfSmallClassesAboutEquallyOften()
    {
        var sampled = RowSampler.Sample(Rows, RowSampling.Over, seed: 3, threads: 1);

        RequireOriginalsFirst(sampled);
        sampled.Classes[12..].ShouldBe([1, 1, 1, 1, 2, 2, 2, 2, 2]);
        var counts = Enumerable.Range(0, sampled.Rows.RowCount).CountBy(row => sampled.Rows.Row(row)[0]).ToDictionary();
        ((double[])[0, 1, 2, 3, 4, 5, 9]).ShouldAllBe(x => counts[x] == 1);
        ((double[])[100, 101, 104]).ShouldAllBe(x => counts[x] == 2 || counts[x] == 3);
        ((double[])[500, 502]).ShouldAllBe(x => counts[x] == 3 || counts[x] == 4);
    }

    [Fact]
    public void Sample_Under_KeepsAsManyAsTheSmallestClassInOrder()
    {
        var sampled = RowSampler.Sample(Rows, RowSampling.Under, seed: 3, threads: 1);

        sampled.Classes.CountBy(static k => k).OrderBy(static pair => pair.Key).Select(static pair => pair.Value).ShouldBe([2, 2, 2]);
        var positions = Enumerable.Range(0, 6).Select(row => PositionOf(sampled.Rows.Row(row)[0])).ToList();
        positions.ShouldBe(positions.Order());
        positions.Distinct().Count().ShouldBe(6);
        positions.Select(static row => Rows.Classes[row]).ShouldBe(sampled.Classes);
    }

    [Fact]
    public void Sample_Smote_PutsNewRowsBetweenNeighboursOfTheirClass()
    {
        var sampled = RowSampler.Sample(Rows, RowSampling.Smote, seed: 3, threads: 2);

        RequireOriginalsFirst(sampled);
        sampled.Classes[12..].ShouldBe([1, 1, 1, 1, 2, 2, 2, 2, 2]);
        for (var row = 12; row < 21; row++)
        {
            var (x, y) = (sampled.Rows.Row(row)[0], sampled.Rows.Row(row)[1]);
            (sampled.Classes[row] == 1 ? x + y : y - (2 * (x - 500))).ShouldBe(0, 1e-9);
            x.ShouldBeInRange(sampled.Classes[row] == 1 ? 100 : 500, sampled.Classes[row] == 1 ? 104 : 502);
        }

        sampled.Rows.Values.ShouldBe(RowSampler.Sample(Rows, RowSampling.Smote, seed: 3, threads: 1).Rows.Values);
        sampled.Rows.Values.ShouldNotBe(RowSampler.Sample(Rows, RowSampling.Smote, seed: 4, threads: 1).Rows.Values);
    }

    [Fact]
    public void Sample_SmoteOfFarRow_StaysAmongTheFiveNearest()
    {
        // Row 0 at 0 and the others at 1, 2, 3, 4, 5 and 1000: of new rows from 0..5, none lies beyond 5, and those from 1000 lie above 1.
        var rows = new TrainingRows(
            new DesignMatrix([0, 1, 2, 3, 4, 5, 1000, .. Enumerable.Repeat(-1.0, 60)], 1),
            [0, 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat(1, 60)],
            classCount: 2);

        var made = RowSampler.Sample(rows, RowSampling.Smote, seed: 1, threads: 1).Rows.Values[67..];

        made.Length.ShouldBe(53);
        made.Count(static x => x <= 5).ShouldBeGreaterThan(40);
        made.Where(static x => x > 5).Count().ShouldBeLessThan(9);
        made.ShouldAllBe(static x => x >= 0 && x <= 1000);
    }

    [Fact]
    public void Sample_SmoteOfEqualRows_GivesTheSameRows()
    {
        var rows = new TrainingRows(
            new DesignMatrix([7, 7, 7, 7, 7, 7, 7, 7, .. Enumerable.Repeat(1.0, 10)], 1),
            [.. Enumerable.Repeat(0, 8), .. Enumerable.Repeat(1, 10)],
            classCount: 2);

        RowSampler.Sample(rows, RowSampling.Smote, seed: 1, threads: 1).Rows.Values[18..].ShouldBe([7, 7]);
    }

    [Fact]
    public void Sample_SmoteOfASingleRow_SaysWhatIsMissing() =>
        Should.Throw<ClassifierException>(() =>
                RowSampler.Sample(new TrainingRows(new DesignMatrix([1, 2, 3], 1), [0, 1, 1], 2), RowSampling.Smote, 1, 1))
            .Message.ShouldContain("a class has a single training row to make others from by SMOTE, expected at least 2. Use sampling: over");

    [Theory]
    [InlineData(RowSampling.None, 12)]
    [InlineData(RowSampling.Over, 21)]
    [InlineData(RowSampling.Under, 6)]
    [InlineData(RowSampling.Smote, 21)]
    public void CountAfter_IsTheNumberOfSampledRows(RowSampling sampling, int expected)
    {
        RowSampler.CountAfter([7, 3, 2], sampling).ShouldBe(expected);
        RowSampler.Sample(Rows, sampling, seed: 1, threads: 1).Rows.RowCount.ShouldBe(expected);
    }

    private static int PositionOf(double x) => Enumerable.Range(0, Rows.Rows.RowCount).Single(row => Rows.Rows.Row(row)[0] == x);

    private static void RequireOriginalsFirst(TrainingRows sampled)
    {
        sampled.Rows.Values[..Rows.Rows.Values.Length].ShouldBe(Rows.Rows.Values);
        sampled.Classes[..12].ShouldBe(Rows.Classes);
        sampled.Classes.CountBy(static k => k).ShouldAllBe(static pair => pair.Value == 7);
    }
}
