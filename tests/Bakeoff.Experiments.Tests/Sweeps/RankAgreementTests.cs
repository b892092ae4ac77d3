using Bakeoff.Experiments.Sweeps;

namespace Bakeoff.Experiments.Tests.Sweeps;

public sealed class RankAgreementTests
{
    // scipy.stats.kendalltau, SciPy 1.10.
    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4, 5 }, new double[] { 2, 1, 4, 3, 5 }, 0.6)]
    [InlineData(new double[] { 1, 2, 2, 3, 4 }, new double[] { 1, 3, 2, 2, 5 }, 0.6666666666666666)]
    [InlineData(new double[] { 1, 1, 2, 3 }, new double[] { 4, 3, 2, 1 }, -0.9128709291752769)]
    public void Tau_IsThatOfSciPy(double[] left, double[] right, double expected) =>
        RankAgreement.Tau([.. left.Zip(right)]).ShouldBe(expected, 1e-12);

    [Fact]
    public void Tau_OfEqualValues_IsNotDefined() => RankAgreement.Tau([(1, 1), (1, 2)]).ShouldBe(double.NaN);

    [Fact]
    public void Measure_OfTwoFolds_SaysHowTheyAgree()
    {
        var agreement = RankAgreement.Measure(
            "inner_uar",
            [
                ("F", "a", 0.5, 0.4), ("F", "b", 0.6, 0.5), ("F", "c", 0.7, 0.6),
                ("M", "a", 0.5, 0.6), ("M", "b", 0.6, 0.5), ("M", "c", 0.7, 0.4),
            ])!;

        agreement.Mean.ShouldBe(0);
        agreement.Low.ShouldBe(0);
        agreement.Sentence.ShouldBe(
            "inner_uar ranks the 3 settings as the test clips do with a Kendall's tau of 0.00 [0.00, 0.00], the mean of 2 folds "
            + "(F 1.00, M -1.00): 1 is the same order, 0 a choice by chance.");
    }

    [Fact]
    public void Measure_OfTwoSettings_IsNotDefined() =>
        RankAgreement.Measure("inner_uar", [("F", "a", 1, 1), ("F", "b", 2, 2)]).ShouldBeNull();
}
