using Bakeoff.Evaluation.Intervals;

namespace Bakeoff.Evaluation.Tests.Intervals;

public sealed class WilsonIntervalTests
{
    /// <summary>Expected: the formula of the paper worked out in Python, 4 digits; 0 of 10 ends at 0.2775, as textbooks have it.</summary>
    [Theory]
    [InlineData(0.0, 10, 0.0000, 0.2775)]
    [InlineData(1.0, 40, 0.9124, 1.0000)]
    [InlineData(0.5, 10, 0.2366, 0.7634)]
    [InlineData(0.6, 40, 0.4460, 0.7365)]
    public void Compute_Counts_MatchesTheFormula(double share, long trials, double low, double high)
    {
        var interval = WilsonInterval.Compute(share, trials);
        interval.Low.ShouldBe(low, 5e-5);
        interval.High.ShouldBe(high, 5e-5);
    }

    [Fact]
    public void Compute_NoTrialsOrNoShare_Throws()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonInterval.Compute(0.5, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonInterval.Compute(double.NaN, 3));
    }
}
