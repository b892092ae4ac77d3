using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Report;

namespace Bakeoff.Experiments.Tests.Report;

public sealed class GroupTextTests
{
    [Fact]
    public void Parts_AGapOfShares_IsInPoints()
    {
        GroupResult[] groups =
        [
            .. new[] { 0.5, 0.7 }.Select(static (value, i) => new GroupResult($"{i}", Clips: 10, Speakers: 4,
            [
                new GroupFigure("uar", null, value) { Gap = 0.01, RandomGap = 0.1 },
                new GroupFigure("recall", "sad", value) { Gap = -0.107 + i, RandomGap = 1 - (0.9 * (1 - i)) },
            ])),
        ];

        GroupText.Parts([new GroupBreakdown("voice", Missing: 0, BootstrapUnit.Speaker, groups)], []).Single().Words.Single().ShouldBe(
            "From 50.0 % (0) to 70.0 % (1). No gap in UAR is beyond what chance explains. "
                + "Some are in single classes: recall of sad, 0 \u221210.7 points.");
    }

    [Theory]
    [InlineData(1, "98 is a single speaker: the figures are that speaker's, and no gap is stated.")]
    [InlineData(3, "98, 99, 100 are single speakers: the figures are those speakers', and no gap is stated.")]
    public void Parts_GroupsOfOneSpeaker_AreNamedInOneSentence(int singles, string expected)
    {
        var groups = Enumerable.Range(0, 4).Select(i => new GroupResult(
            $"{98 + i}", Clips: 10, Speakers: i < singles ? 1 : 4, [new GroupFigure("uar", null, 0.5 + (i / 10.0))]));

        var part = GroupText.Parts([new GroupBreakdown("pitch_hz", Missing: 0, BootstrapUnit.Speaker, [.. groups])], []).Single();

        part.Words.ShouldBe(["From 50.0 % (98) to 80.0 % (101). No gap can be stated.", expected]);
    }
}
