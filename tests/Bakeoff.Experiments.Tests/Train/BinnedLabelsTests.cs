using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Train;

namespace Bakeoff.Experiments.Tests.Train;

public sealed class BinnedLabelsTests
{
    private static readonly Column Valence = new("valence", ColumnType.Number);
    private static readonly BinnedNumberOptions Thirds = new() { Column = "valence", Names = ["low", "mid", "high"] };

    // The train partition of the first fold is the first seven clips, of the second the last seven.
    private static readonly SplitFold[] Folds =
    [
        new("one", [.. Enumerable.Repeat(Partition.Train, 7), Partition.Validation, Partition.Test, Partition.Test]),
        new("two", [.. Enumerable.Range(0, 10).Select(static i => i > 2 ? Partition.Train : Partition.Test)]),
    ];

    [Fact]
    public void Read_TwoFolds_HaveNumpysQuantilesOfTheirTrainPartition()
    {
        double?[] values = [1, 2, 3, 4, 5, 6, 7.5, 100, -100, 3];

        var bins = BinnedLabels.Read(Clips(values), Thirds, Folds);

        // numpy.quantile([1, 2, 3, 4, 5, 6, 7.5], [1/3, 2/3]) and of [4, 5, 6, 7.5, 100, -100, 3].
        bins.EdgesOf(Folds[0]).ShouldBe([3, 5]);
        bins.EdgesOf(Folds[1]).ShouldBe([4, 6]);
        Enumerable.Range(0, 10).Select(clip => bins.LabelOf(Folds[0], clip))
            .ShouldBe(["low", "low", "mid", "mid", "high", "high", "high", "high", "low", "mid"], "an edge belongs to the range above it");
    }

    [Fact]
    public void Read_OtherNumbersOfTestAndValidationClips_LeaveTheEdges()
    {
        double?[] values = [1, 2, 3, 4, 5, 6, 7.5, 100, -100, 3];
        double?[] others = [1, 2, 3, 4, 5, 6, 7.5, 0, 1e6, 1e6];

        BinnedLabels.Read(Clips(others), Thirds, Folds[..1]).EdgesOf(Folds[0])
            .ShouldBe(BinnedLabels.Read(Clips(values), Thirds, Folds[..1]).EdgesOf(Folds[0]));
    }

    [Fact]
    public void Read_RangeWithoutTrainingClips_IsRefused()
    {
        double?[] values = [1, 1, 1, 1, 1, 1, 7, 3, 3, 3];

        Should.Throw<SplitException>(() => BinnedLabels.Read(Clips(values), Thirds, Folds[..1])).Message.ShouldEndWith(
            "of 7 training clips of fold one, none is low, expected some in each range; edges of valence by its quantiles are 1, 1. "
            + "Name fewer ranges, or state bins.edges.");
    }

    [Fact]
    public void Read_StatedEdges_AreThoseOfEveryFold()
    {
        double?[] values = [1, 2, 3, 4, 5, 6, 7.5, 100, -100, 3];
        var bins = BinnedLabels.Read(Clips(values), Thirds with { Edges = [2.5, 6] }, Folds);

        Folds.ShouldAllBe(fold => bins.EdgesOf(fold).SequenceEqual(new[] { 2.5, 6 }));
        bins.Entries().ShouldBe([new("one", "mid", 2.5), new("one", "high", 6), new("two", "mid", 2.5), new("two", "high", 6)]);
        Should.Throw<SplitException>(() => BinnedLabels.Read(Clips(values), Thirds with { Edges = [6, 9] }, Folds)).Message.ShouldEndWith(
            "of 7 training clips of fold one, none is high, expected some in each range; edges of valence are 6, 9. Correct bins.edges, or "
            + "choose another split.");
    }

    [Theory]
    [InlineData("has 1 beside 3 names, expected one fewer than names.", 2.0)]
    [InlineData("is [3, 3], expected finite numbers that rise.", 3.0, 3.0)]
    [InlineData("is [-Infinity, 3], expected finite numbers that rise. The first range has no lower end", double.NegativeInfinity, 3.0)]
    public void Validate_EdgesThatDivideNothing_AreRefused(string message, params double[] edges)
    {
        var problem = (Thirds with { Edges = edges }).Validate().Single();

        problem.Key.ShouldBe("edges");
        problem.Message.ShouldStartWith(message);
    }

    [Fact]
    public void Read_ClipWithoutNumber_IsRefused() =>
        Should.Throw<SplitException>(() => BinnedLabels.Read(Clips([1, 2, 3, 4, 5, 6, 7, 8, null, 9]), Thirds, Folds[..1]))
            .Message.ShouldEndWith(
                "1 of the 10 clips do not state valence, expected a number of each, which decides on its label. Leave such clips out "
                + "by 'where' in the description of the corpus, such as {valence: \">=0\"}.");

    [Theory]
    [InlineData]
    [InlineData("low")]
    [InlineData("low", "LOW")]
    [InlineData("low", " ")]
    public void Validate_NamesThatTellNothingApart_IsRefused(params string[] names)
    {
        var problem = new BinnedNumberOptions { Column = "valence", Names = names }.Validate().Single();

        problem.Key.ShouldBe("names");
        problem.Message.ShouldContain("expected two or more different names");
    }

    private static Clip[] Clips(double?[] values) =>
    [
        .. values.Select(static (value, i) => new Clip($"{i}.wav", "sad", "", "", 16000, 1, 16000, 1, $"{i:x64}")
        {
            Values = new ColumnValues([Valence], [value is { } number ? ColumnValues.TextOfNumber(number) : ""]),
        }),
    ];
}
