using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Reports.Tests.Grammar;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 1.95, 5, "0.0 0.5 1.0 1.5")]
    [InlineData(1, 25, 5, "5 10 15 20 25")]
    [InlineData(-80, 0, 4, "-80 -60 -40 -20 0")]
    [InlineData(0, 0.00003, 3, "0 1e-5 2e-5 3e-5")]
    public void Ticks_LinearRange_AreRoundNumbers(double from, double to, int target, string expected) =>
        string.Join(' ', new LinearScale(from, to, 0, 100).Ticks(target).Select(tick => tick.Label)).ShouldBe(expected);

    [Theory]
    [InlineData(3, 3)]
    [InlineData(0, 0)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(5, 1)]
    public void Map_EmptyOrUnknownRange_StaysFinite(double from, double to)
    {
        var scale = new LinearScale(from, to, 0, 100);
        scale.Map(double.IsNaN(from) ? 0.5 : from).ShouldBeInRange(0, 100);
        scale.Ticks(5).ShouldNotBeEmpty();
    }

    [Fact]
    public void Map_LogScale_PutsEqualRatiosAtEqualDistances()
    {
        var scale = new LogScale(0.0001, 0.01, 0, 200);
        scale.Map(0.0001).ShouldBe(0, 1e-9);
        scale.Map(0.001).ShouldBe(100, 1e-9);
        scale.Map(0.01).ShouldBe(200, 1e-9);
        scale.Map(0).ShouldBe(double.NaN);
    }

    [Fact]
    public void Log10_ManyMagnitudes_AgreesWithThePlatform()
    {
        // The series stops after ten terms: its error stays below 1e-14 of the result's scale.
        for (var value = 1e-12; value < 1e12; value *= 1.37)
        {
            DecimalPowers.Log10(value).ShouldBe(Math.Log10(value), 1e-12);
        }
    }
}
