using Bakeoff.Evaluation.Results;

namespace Bakeoff.Evaluation.Tests.Results;

public sealed class TestedClipsTests
{
    [Fact]
    public void Share_SameClipsOverAllSeeds_GivesAllRuns()
    {
        var shared = TestedClips.Share(Clips(("1", "ab"), ("2", "ab")), Clips(("7", "ba")));

        shared!.Value.First.Select(static run => run.Seed).ShouldBe(["1", "2"]);
        shared.Value.Second.Select(static run => run.Seed).ShouldBe(["7"]);
    }

    [Fact]
    public void Share_SplitDrawnBySeed_GivesTheRunsOfSeedsThatBothHave()
    {
        var shared = TestedClips.Share(Clips(("1", "ab"), ("2", "cd"), ("3", "ae")), Clips(("2", "cd"), ("1", "ab")));

        shared!.Value.First.Select(static run => run.Seed).ShouldBe(["1", "2"]);
        shared.Value.Second.Select(static run => run.Seed).ShouldBe(["1", "2"]);
    }

    [Theory]
    [InlineData("1", "ac", "")]
    [InlineData("2", "a", "")]
    [InlineData("1", "ab", "sad")]
    public void Share_OtherClipsOrLabels_GivesNone(string seed, string clips, string label) =>
        TestedClips.Share(Clips(("1", "ab")), new TestedClips(Result(label, (seed, clips)))).ShouldBeNull();

    private static TestedClips Clips(params (string Seed, string Clips)[] runs) => new(Result("", runs));

    private static SeedsResult Result(string label, params (string Seed, string Clips)[] runs) =>
        new(
            ["", "sad"],
            [
                .. runs.Select(run => new SeedRun(
                    run.Seed,
                    [],
                    [.. run.Clips.Select(clip => new Prediction(clip.ToString(), "1", "", "", label, label, []))])),
            ]);
}
