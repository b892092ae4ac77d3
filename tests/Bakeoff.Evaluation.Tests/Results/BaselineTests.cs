using Bakeoff.Evaluation.Results;

namespace Bakeoff.Evaluation.Tests.Results;

public sealed class BaselineTests
{
    // The same as scikit-learn's DummyClassifier (most_frequent) by balanced_accuracy_score and accuracy_score.
    [Fact]
    public void All_SkewedClasses_HasChanceAndMajority()
    {
        var baselines = Baseline.All([("angry", 10), ("calm", 0), ("happy", 60), ("sad", 30)]);

        baselines.ShouldBe([new Baseline("chance", null, 0.25, 0.25), new Baseline("majority", "happy", 1.0 / 3, 0.6)]);
    }
}
