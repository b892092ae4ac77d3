using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Explore;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Split;
using Bakeoff.Neural.Engines;

namespace Bakeoff.Experiments.Tests.Stages;

/// <summary>The code that each stage's results depend on: an edited layer must not make features stale.</summary>
public sealed class StageCodeTests
{
    [Theory]
    [InlineData(typeof(DownloadStage), "Bakeoff.Classifiers Bakeoff.Evaluation Bakeoff.Models Bakeoff.Neural")]
    [InlineData(typeof(IndexStage), "Bakeoff.Classifiers Bakeoff.Evaluation Bakeoff.Models")]
    [InlineData(typeof(FeaturizeStage), "Bakeoff.Classifiers Bakeoff.Evaluation Bakeoff.Models Bakeoff.Neural")]
    [InlineData(typeof(ExploreStage), "Bakeoff.Classifiers Bakeoff.Models Bakeoff.Neural")]
    [InlineData(typeof(SplitStage), "Bakeoff.Audio Bakeoff.Classifiers Bakeoff.Models Bakeoff.Neural")]
    public void Code_OfAStage_LeavesOutWhatLaterStagesUse(Type stage, string unused)
    {
        var used = ExperimentSession.ReadCode(cachePath: null, []).Of([stage]).Keys;
        used.Intersect(unused.Split(' '), StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Code_OfTheIndex_HoldsOfNetworksWhatOthersAreRunThroughAlone()
    {
        var code = ExperimentSession.ReadCode(cachePath: null, []);
        Type[] session = [typeof(IModelSession), typeof(FloatTensor), typeof(IntegerTensor), typeof(TensorForm)];

        code.Of([typeof(IndexStage)])["Bakeoff.Neural"].ShouldBe(code.Of(session)["Bakeoff.Neural"]);
    }
}
