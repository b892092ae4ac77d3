using Bakeoff.Experiments.Classical;
using Bakeoff.Experiments.Tests.Splits;
using Bakeoff.Numerics;

namespace Bakeoff.Experiments.Tests.Classical;

public sealed class CandidateSelectionTests
{
    private static readonly string[] Labels = ["l0", "l1", "l2"];

    [Theory]
    [InlineData(6)]
    [InlineData(2)]
    public void Choose_GoodAndHopelessCandidates_TakesTheGoodOne(int speakers)
    {
        var clips = ClipSet.Crossed(speakers, 6, 3);
        var random = new SeededRandom(1, "features");
        var features = new DesignMatrix([.. clips.SelectMany(clip => new[] { clip.Label[1] - '0' + (0.3 * random.NextGaussian()), random.NextGaussian() })], 2);
        ClassifierOptions[] candidates = [new RbfSvmOptions { Gamma = 1e6 }, new LogisticRegressionOptions()];

        var figures = CandidateSelection.Judge(candidates, features, clips, Labels, 1, 2);

        figures[1].ShouldBeGreaterThan(0.8);
        figures[0].ShouldBeLessThan(0.5);
        CandidateSelection.Choose(candidates, features, clips, Labels, 1, 1).ShouldBe(1);
        CandidateSelection.Judge(candidates, features, clips, Labels, 1, 1).ShouldBe(figures);
    }

    [Fact]
    public void Judge_FeatureThatNamesTheSpeaker_IsNotRewarded()
    {
        // Each speaker says one label only: a feature that tells the speaker tells the label, but not for a speaker left out.
        var clips = Enumerable.Range(0, 9).SelectMany(static speaker => Enumerable.Range(0, 10).Select(take => ClipSet.Make($"s{speaker}", "t", $"l{speaker % 3}", take))).ToList();
        var features = new DesignMatrix([.. clips.Select(static clip => (double)(clip.Speaker[1] - '0'))], 1);

        CandidateSelection.Judge([new NearestNeighboursOptions { K = 3 }], features, clips, Labels, 1, 1)[0].ShouldBeLessThan(0.34);
    }
}
