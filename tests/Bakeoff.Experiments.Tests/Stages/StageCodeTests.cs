using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Explore;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Split;

namespace Bakeoff.Experiments.Tests.Stages;

/// <summary>The code that each stage's results depend on: an edited layer must not make features stale.</summary>
public sealed class StageCodeTests
{
    [Theory]
    [InlineData(typeof(DownloadStage), "Bakeoff.Classifiers Bakeoff.Evaluation Bakeoff.Models Bakeoff.Neural")]
    [InlineData(typeof(IndexStage), "Bakeoff.Classifiers Bakeoff.Evaluation Bakeoff.Models Bakeoff.Neural")]
    [InlineData(typeof(FeaturizeStage), "Bakeoff.Classifiers Bakeoff.Evaluation Bakeoff.Models Bakeoff.Neural")]
    [InlineData(typeof(ExploreStage), "Bakeoff.Classifiers Bakeoff.Models Bakeoff.Neural")]
    [InlineData(typeof(SplitStage), "Bakeoff.Audio Bakeoff.Classifiers Bakeoff.Models Bakeoff.Neural")]
    public void Code_OfAStage_LeavesOutWhatLaterStagesUse(Type stage, string unused)
    {
        ExperimentSession.ReadCode(cachePath: null, []).Of([stage]).Keys.Intersect(unused.Split(' '), StringComparer.Ordinal).ShouldBeEmpty();
    }
}
