using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Reports.Tests.Grammar;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.11321, "0.1132")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.00001, "1e-5")]
    [InlineData(24414, "24414")]
    [InlineData(1234567, "1.235e6")]
    [InlineData(-31.456, "-31.46")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "∞")]
    public void Short_Value_HasAboutFourDigits(double value, string expected) => NumberText.Short(value).ShouldBe(expected);

    [Theory]
    [InlineData(0.8504, "850 ms")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(245, "4 min 05 s")]
    [InlineData(3720, "1 h 02 min")]
    [InlineData(double.NaN, "–")]
    public void Duration_Seconds_ReadsAsPeopleSayIt(double seconds, string expected) => NumberText.Duration(seconds).ShouldBe(expected);

    [Fact]
    public void Count_Thousands_AreApart() => NumberText.Count(1234567).ShouldBe("1\u202F234\u202F567");

    [Fact]
    public void Interval_UnknownEnd_IsNull()
    {
        NumberText.Interval(double.NaN, 1, isShare: true).ShouldBeNull();
        NumberText.Interval(0.4, 0.6, isShare: true).ShouldBe("40.0\u202F% to 60.0\u202F%");
    }
}
