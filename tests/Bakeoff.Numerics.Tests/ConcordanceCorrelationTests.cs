using Bakeoff.Numerics;

namespace Bakeoff.Numerics.Tests;

public sealed class ConcordanceCorrelationTests
{
    /// <summary>The first is a published case of audmetric's test suite; the others follow from the formula by hand.</summary>
    [Theory]
    [InlineData(new double[] { 0, 1, 2 }, new double[] { 0, 1, 1 }, 0.6666666666666665)]
    [InlineData(new double[] { 0, 1, 2 }, new double[] { 0, 1, 2 }, 1)]
    [InlineData(new double[] { 0, 1, 2 }, new double[] { 2, 1, 0 }, -1)]
    [InlineData(new double[] { 0, 1, 2 }, new double[] { 1, 2, 3 }, 4.0 / 7)]
    [InlineData(new double[] { 0, 2 }, new double[] { 0, 4 }, 2.0 * 4 / (2 + 8 + 2))]
    [InlineData(new double[] { 0, 1, 2 }, new double[] { 1, 1, 1 }, 0)]
    public void Compute_SmallCases_AreThoseOfTheFormula(double[] truth, double[] prediction, double expected)
    {
        ConcordanceCorrelation.Compute(truth, prediction).ShouldBe(expected, 1e-15);
        ConcordanceCorrelation.Compute(prediction, truth).ShouldBe(expected, 1e-15);
    }

    [Theory]
    [InlineData(new double[] { }, new double[] { })]
    [InlineData(new double[] { 3 }, new double[] { 3 })]
    [InlineData(new double[] { 0.1, 0.1, 0.1 }, new double[] { 0.1, 0.1, 0.1 })]
    [InlineData(new double[] { 0, double.NaN, 1 }, new double[] { 0, 1, 2 })]
    [InlineData(new double[] { 0, 2, 1 }, new double[] { 0, double.PositiveInfinity, 2 })]
    public void Compute_Undefined_IsNaN(double[] truth, double[] prediction) =>
        ConcordanceCorrelation.Compute(truth, prediction).ShouldBe(double.NaN);

    [Fact]
    public void Compute_ConstantPredictionThatIsNoRoundNumber_IsZero() =>
        ConcordanceCorrelation.Compute([0.1, 0.4, 0.7, 0.2], [0.1, 0.1, 0.1, 0.1]).ShouldBe(0);

    // A mean of 1e6 costs six of float64's sixteen digits; a single pass over squares would lose twelve.
    [Fact]
    public void Compute_LargeMean_KeepsItsDigits() =>
        ConcordanceCorrelation.Compute([1e6, 1e6 + 1, 1e6 + 2], [1e6, 1e6 + 1, 1e6 + 1]).ShouldBe(2.0 / 3, 1e-9);

    [Fact]
    public void Compute_DifferentLengths_Throws() =>
        Should.Throw<ArgumentException>(static () => ConcordanceCorrelation.Compute([1, 2], [1])).Message
            .ShouldStartWith("1 predictions, expected 2, one for each true value.");

    [Fact]
    public void MeanOverTargets_MissingValues_LeaveTheirRowsOutOfTheirTarget()
    {
        float[] truth = [0, 5, 1, float.NaN, 2, 7, float.NaN, 6];
        double[] predicted = [0, 5, 1, 900, 1, 7, 900, 5];

        ConcordanceCorrelation.MeanOverTargets(truth, predicted, 2).ShouldBe(
            (ConcordanceCorrelation.Compute([0, 1, 2], [0, 1, 1]) + ConcordanceCorrelation.Compute([5, 7, 6], [5, 7, 5])) / 2);
    }

    [Fact]
    public void MeanOverTargets_OneTargetUndefined_IsUndefined() =>
        ConcordanceCorrelation.MeanOverTargets([0, 5, 1, 5], [0, 5, 1, 5], 2).ShouldBe(double.NaN);

    [Fact]
    public void MeanOverTargets_NoWholeRows_Throws() =>
        Should.Throw<ArgumentException>(static () => ConcordanceCorrelation.MeanOverTargets([1, 2, 3], [1, 2, 3], 2))
            .Message.ShouldStartWith("3 true and 3 predicted values, expected rows of 2 in both.");
}
