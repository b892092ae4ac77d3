using Bakeoff.Evaluation.Results;

namespace Bakeoff.Evaluation.Tests.Results;

public sealed class HolmCorrectionTests
{
    [Fact]
    public void Correct_FourTests_MultipliesByWhatIsLeftAndNeverFalls()
    {
        // By hand: 0.005 x 4, 0.01 x 3, 0.03 x 2, and 0.04 x 1 raised to the one before.
        double[] expected = [0.03, 0.06, 0.06, 0.02];

        var corrected = HolmCorrection.Correct([0.01, 0.04, 0.03, 0.005]);

        corrected.Zip(expected).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
    }

    [Fact]
    public void Correct_OneTestAndLargeValues_StaysBetweenItAndOne()
    {
        HolmCorrection.Correct([0.04]).ShouldBe([0.04]);
        HolmCorrection.Correct([0.9, 0.6]).ShouldBe([1, 1]);
        HolmCorrection.Correct([]).ShouldBeEmpty();
    }
}
