using Bakeoff.Evaluation.Results;

namespace Bakeoff.Evaluation.Tests.Results;

public sealed class SeedsResultTests
{
    private static readonly string[] Labels = ["angry", "sad"];

    /// <summary>Twenty clips in turns of two labels; each seed gets those wrong whose number it is given.</summary>
    private static SeedRun Run(string seed, IEnumerable<int>? wrong = null, IEnumerable<int>? tested = null)
    {
        var rows = (tested ?? Enumerable.Range(0, 20))
            .Select(i =>
            {
                var isRight = wrong?.Contains(i) != true;
                var label = Labels[i % 2];
                return new Prediction(
                    $"{i:00}.wav",
                    "1",
                    "ann",
                    "",
                    label,
                    isRight ? label : Labels[(i + 1) % 2],
                    [isRight ? 0.75f : 0.25f, 0.25f]);
            })
            .ToList();
        return new SeedRun(seed, new MetricsDocument(Evaluator.Evaluate(Labels, rows, ulong.Parse(seed))).Numbers(), rows);
    }

    private static double Number(SeedsResult result, string name) => result.Numbers.Single(number => number.Name == name).Value;

    [Fact]
    public void Measure_ThreeSeeds_GivesMeanSampleDeviationAndIntervalOfTheMean()
    {
        var result = new SeedsResult(Labels, [Run("1", [0]), Run("2", [0, 1]), Run("3", [0, 1, 2])]);

        // UAR 0.95, 0.90, 0.85: the deviation has the divisor n - 1.
        result.Statistic("test_uar")!.Mean.ShouldBe(0.9, 1e-12);
        result.Statistic("test_uar")!.StandardDeviation!.Value.ShouldBe(0.05, 1e-12);
        result.Statistic("test_uar")!.Count.ShouldBe(3);
        result.Statistic("test_uar")!.ToString().ShouldBe("0.900 ± 0.050");
        Number(result, "test_uar").ShouldBe(0.9, 1e-12);
        Number(result, "test_uar_low").ShouldBeInRange(0.75, 0.85);
        Number(result, "test_uar_high").ShouldBeInRange(0.95, 1.0);
        result.ClipCount.ShouldBe(20);
        Number(result, "test_clips").ShouldBe(20);
        result.IsSeedUnused.ShouldBeFalse();
    }

    [Fact]
    public void Measure_OneSeed_IsWhatMetricsJsonSays()
    {
        var run = Run("7", [3, 4]);

        var result = new SeedsResult(Labels, [run]);

        result.Numbers.ShouldBe(run.Metrics);
        result.Statistic("test_uar")!.ShouldBe(new SeedStatistic(run.Metrics[0].Value, null, 1));
        result.Statistic("test_uar")!.ToString().ShouldBe("0.900");
        result.IsSeedUnused.ShouldBeFalse("one seed cannot tell");
    }

    [Fact]
    public void Measure_SamePredictions_SaysThatTheSeedHasNoPart()
    {
        var result = new SeedsResult(Labels, [Run("1", [5]), Run("2", [5])]);

        result.IsSeedUnused.ShouldBeTrue();
        result.Statistic("test_uar")!.StandardDeviation.ShouldBe(0);

        // Equal scores by other mistakes are no proof.
        new SeedsResult(Labels, [Run("1", [5]), Run("2", [7])]).IsSeedUnused.ShouldBeFalse();
    }

    [Fact]
    public void Measure_SeedsTestOtherClips_DrawsFromAllOfThem()
    {
        var result = new SeedsResult(Labels, [Run("1", [0], Enumerable.Range(0, 12)), Run("2", [19], Enumerable.Range(8, 12))]);

        result.ClipCount.ShouldBe(20);
        result.Statistic("test_uar")!.Mean.ShouldBe(1 - (1.0 / 12), 1e-12);
        Number(result, "test_uar_low").ShouldBeLessThan(Number(result, "test_uar"));
        Number(result, "test_uar_high").ShouldBe(1);
    }

    [Fact]
    public void Measure_SeedsDisagreeAboutALabel_HasNoInterval()
    {
        var odd = Run("2") with
        {
            Predictions = [.. Run("2").Predictions.Select(row => row.Path == "00.wav" ? row with { Label = "sad" } : row)],
        };

        var result = new SeedsResult(Labels, [Run("1"), odd]);

        result.Statistic("test_uar")!.Count.ShouldBe(2);
        result.Numbers.ShouldNotContain(number => number.Name == "test_uar_low");
    }

    [Fact]
    public void Measure_OneClip_HasNoInterval() =>
        new SeedsResult(Labels, [Run("1", [], [4]), Run("2", [4], [4])]).Numbers.ShouldNotContain(number => number.Name == "test_uar_low");

    [Fact]
    public void Measure_EqualRuns_GiveEqualBits() =>
        new SeedsResult(Labels, [Run("1", [0]), Run("2", [1, 2])]).Numbers.ShouldBe(
            new SeedsResult(Labels, [Run("1", [0]), Run("2", [1, 2])]).Numbers);

    private static IReadOnlyList<Prediction> Rows(SeedRun run) => [.. run.Predictions.Cast<Prediction>()];

    [Fact]
    public void Compare_SeveralSeeds_IsTheDifferenceOfMeansOnSharedClips()
    {
        IReadOnlyList<Prediction>[] weak = [Rows(Run("1", [0, 1, 2, 3])), Rows(Run("2", [0, 1]))];
        IReadOnlyList<Prediction>[] strong = [Rows(Run("1", [0, 1])), Rows(Run("2")), Rows(Run("3", [1, 2]))];

        var comparison = PairedComparison.Compare(Labels, weak, strong, 1);

        // Means of UAR: 0.85 of two seeds, and (0.9 + 1 + 0.9) / 3.
        comparison.Difference.ShouldBe((2.8 / 3) - 0.85, 1e-12);
        comparison.Clips.ShouldBe(20);
        comparison.Interval.Low.ShouldBeLessThan(comparison.Difference);
        var same = PairedComparison.Compare(Labels, weak, weak, 1);
        (same.Difference, same.PValue).ShouldBe((0, 1));
        same.Interval.Low.ShouldBe(-same.Interval.High, 1e-12, "other seeds would differ");
    }

    [Fact]
    public void Compare_SeedWithoutSharedClips_IsLeftOut()
    {
        var first = Rows(Run("1", [0, 1], Enumerable.Range(0, 10)));
        IReadOnlyList<Prediction>[] second =
        [
            Rows(Run("1", [0], Enumerable.Range(0, 10))),
            Rows(Run("2", [11], Enumerable.Range(10, 10))),
        ];

        var comparison = PairedComparison.Compare(Labels, [first], second, 1);

        comparison.Clips.ShouldBe(10);
        comparison.Difference.ShouldBe(0.1, 1e-12);
    }
}
