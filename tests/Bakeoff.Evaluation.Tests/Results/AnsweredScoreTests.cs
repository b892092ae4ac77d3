using Bakeoff.Evaluation.Results;

namespace Bakeoff.Evaluation.Tests.Results;

public sealed class AnsweredScoreTests
{
    // Ten clips with confidences 0.5, 0.55, ... 0.95; the least sure three are wrong, and one has no label.
    private static readonly Prediction[] Clips =
    [
        .. Enumerable.Range(0, 10).Select(static i => new Prediction(
            $"{i}.wav", "1", $"s{i}", "", "a", i < 3 ? "b" : "a", i < 3 ? [0.5f - (i * 0.05f), 0.5f + (i * 0.05f)] : [0.5f + (i * 0.05f), 0.5f - (i * 0.05f)])),
        new Prediction("none.wav", "1", "s0", "", "", "a", [0.9f, 0.1f]),
    ];

    [Fact]
    public void Measure_Threshold_CountsAnswersAndRightOnesOfThem()
    {
        var all = AnsweredScore.Measure(Clips, 0, 1);
        var some = AnsweredScore.Measure(Clips, 0.59, 1);
        var none = AnsweredScore.Measure(Clips, 1, 1);

        (all.Answered, all.Accuracy).ShouldBe((1, 0.7));
        (some.Answered, some.Accuracy).ShouldBe((0.8, 7 / 8.0));
        some.Interval!.Low.ShouldBeInRange(0.4, 7 / 8.0);
        (none.Answered, none.Accuracy, none.Interval).ShouldBe((0, null, null));
    }
}
