using Bakeoff.Experiments.Report;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Experiments.Tests.Report;

public sealed class ReferenceTextTests
{
    [Fact]
    public void Baselines_Numbers_AreTheErrorsOfTheMean()
    {
        var rows = ReferenceText.Baselines(
        [
            new TargetPoints("arousal", [1, 2, 3, 6], [0, 0, 0, 0]),
            new TargetPoints("valence", [2, 2, 2, 2], [0, 0, 0, 0]),
            new TargetPoints("unknown", [], []),
        ]);

        // Mean 3: distances 2, 1, 0, 3; squares 4, 1, 0, 9. The second target has no error.
        rows.Select(static row => (row.What, row.Metric, row.Value)).ShouldBe(
        [
            ("always the mean", "ccc", 0), ("always the mean", "mae", 0.75), ("always the mean", "rmse", Math.Sqrt(3.5) / 2),
        ]);
    }
}
