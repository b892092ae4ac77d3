using System.Globalization;
using System.Text.RegularExpressions;

namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>
/// Durations as pandas writes them, in whole nanoseconds: <c>0 days 00:00:01.500000</c>, and <c>NaT</c> or nothing for none.
/// </summary>
public static class Timedelta
{
    /// <summary>The form of a duration, for messages.</summary>
    internal const string Rule = "a duration such as '0 days 00:00:01.5', or whole nanoseconds";

    private const long PerSecond = 1_000_000_000;
    private const long PerDay = 86_400 * PerSecond;

    private static readonly Regex Form = new(
        @"\A(?:(?<days>-?[0-9]{1,5}) days? ?)?"
            + @"(?:[+]?(?<hours>[0-9]{1,2}):(?<minutes>[0-5][0-9]):(?<seconds>[0-5][0-9])(?:\.(?<part>[0-9]{1,9}))?)?\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>The duration as text, with as many decimals as it needs.</summary>
    /// <param name="seconds">Seconds, at least 0; rounded to nanoseconds.</param>
    public static string TextOf(double seconds)
    {
        var nanoseconds = (long)Math.Round(seconds * PerSecond);
        var (days, rest) = Math.DivRem(nanoseconds, PerDay);
        var (whole, part) = Math.DivRem(rest, PerSecond);
        var decimals = part == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{part:000000000}").TrimEnd('0');
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{days} days {whole / 3600:00}:{whole / 60 % 60:00}:{whole % 60:00}{decimals}");
    }

    /// <summary>The nanoseconds of a text; null where it is no duration.</summary>
    internal static long? Read(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        var match = Form.Match(text);
        if (!match.Success || text.Length == 0 || text.EndsWith(' '))
        {
            return null;
        }

        var seconds = (Number(match, "hours") * 3600) + (Number(match, "minutes") * 60) + Number(match, "seconds");
        var part = match.Groups["part"].Value is { Length: > 0 } digits
            ? long.Parse(digits.PadRight(9, '0'), CultureInfo.InvariantCulture)
            : 0;

        // pandas writes what is less than nothing as days less than nothing and a time of day after that.
        return (Number(match, "days") * PerDay) + (seconds * PerSecond) + part;
    }

    private static long Number(Match match, string group) =>
        match.Groups[group].Value is { Length: > 0 } digits ? long.Parse(digits, CultureInfo.InvariantCulture) : 0;
}
