using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Results;

namespace Bakeoff.Evaluation.Tests.Results;

public sealed class StressScoreTests
{
    private static readonly string[] Labels = ["a", "b"];

    [Fact]
    public void Measure_Classes_CountsWhatChanged()
    {
        var before = Clips(static i => i % 2 == 0 ? "a" : "b");

        // Of the clips of a, a half becomes b.
        var after = Clips(static i => i % 4 == 0 ? "a" : "b");
        var score = StressScore.Measure(Labels, [], before, after, seed: 1);

        score.Metric.ShouldBe("uar");
        score.Value.Value.ShouldBe(0.75);
        score.Drop.Value.ShouldBe(0.25, 1e-12);
        score.Unchanged.Value.ShouldBe(0.75, 1e-12);
        score.Clips.ShouldBe(40);
        score.Unit.ShouldBe(BootstrapUnit.Speaker);
        score.Drop.Interval!.Low.ShouldBeLessThanOrEqualTo(0.25);
        score.Drop.Interval.High.ShouldBeGreaterThanOrEqualTo(0.25);
        score.Unchanged.Interval!.Low.ShouldBeLessThanOrEqualTo(0.75);
        score.Unchanged.Interval.High.ShouldBeGreaterThanOrEqualTo(0.75);
    }

    [Fact]
    public void Measure_SamePredictions_LosesNothing()
    {
        var before = Clips(static i => i % 3 == 0 ? "a" : "b");

        var score = StressScore.Measure(Labels, [], before, before, seed: 1);

        score.IsIdentical.ShouldBeTrue();
        score.Drop.Value.ShouldBe(0);
        score.Drop.Interval!.ShouldBe(new BootstrapInterval(0, 0));
        score.Unchanged.ShouldBe(new MetricResult("unchanged", 1, new BootstrapInterval(1, 1)));
    }

    [Fact]
    public void Measure_Numbers_TakesTwentiethsOfTheRangeForTheSame()
    {
        // Truth from 0 to 39: 5 % of the range is 1.95.
        var before = Numbers(static i => i);
        var after = Numbers(static i => i < 10 ? i + 1.9f : i < 30 ? i : i + 2f);

        var score = StressScore.Measure([], ["arousal"], before, after, seed: 1);

        score.IsIdentical.ShouldBeFalse();
        score.Metric.ShouldBe("ccc");
        score.Unchanged.Value.ShouldBe(0.75, 1e-12);
        score.Drop.Value.ShouldBeInRange(0.001, 0.02);
        (score.Value.Value + score.Drop.Value).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Measure_OtherClips_Throws() =>
        Should.Throw<ArgumentException>(() => StressScore.Measure(
            Labels, [], Clips(static _ => "a"), [.. Clips(static _ => "a").Skip(1)], seed: 1));

    private static List<Prediction> Clips(Func<int, string> predict) =>
        [.. Enumerable.Range(0, 40).Select(i => new Prediction($"{i}.wav", "1", $"s{i / 4}", "t", i % 2 == 0 ? "a" : "b", predict(i), []))];

    private static List<Prediction> Numbers(Func<int, float> predict) =>
    [
        .. Enumerable.Range(0, 40).Select(i => new Prediction($"{i}.wav", "1", $"s{i / 4}", "t", "", "", [])
        {
            TrueNumbers = [i],
            Numbers = [predict(i)],
        }),
    ];
}
