using Bakeoff.Corpora.Importing.Audformat;

namespace Bakeoff.Corpora.Tests.Importing;

public sealed class TimedeltaTests
{
    [Theory]
    [InlineData("0 days", 0L)]
    [InlineData("0 days 00:00:01.500000", 1_500_000_000L)]
    [InlineData("0 days 00:00:00.000000001", 1L)]
    [InlineData("1 days 01:00:00", 90_000_000_000_000L)]
    [InlineData("-1 days +23:59:59", -1_000_000_000L)]
    [InlineData("00:01:02.5", 62_500_000_000L)]
    [InlineData("1500", 1_500L)]
    [InlineData("1.5", null)]
    [InlineData("", null)]
    [InlineData("0 days ", null)]
    [InlineData("0 days 00:00:61", null)]
    [InlineData("0 days 00:00:00.0000000001", null)]
    public void Read_Texts_AreNanoseconds(string text, long? nanoseconds) => Timedelta.Read(text).ShouldBe(nanoseconds);

    [Theory]
    [InlineData(0, "0 days 00:00:00")]
    [InlineData(1.5, "0 days 00:00:01.5")]
    [InlineData(0.150000001, "0 days 00:00:00.150000001")]
    [InlineData(90061.25, "1 days 01:01:01.25")]
    public void TextOf_Seconds_ReadsBack(double seconds, string text)
    {
        Timedelta.TextOf(seconds).ShouldBe(text);
        Timedelta.Read(text).ShouldBe((long)Math.Round(seconds * 1e9));
    }
}
