using System.Globalization;

namespace Bakeoff.Corpora;

/// <summary>The part of a file that a clip is, where it is not the whole.</summary>
/// <param name="StartSeconds">Beginning in seconds from that of the file.</param>
/// <param name="EndSeconds">End in seconds; null for the end of the file.</param>
/// <param name="Channel">The one channel to take, from 1; null for all.</param>
/// <remarks>
/// Seconds are rounded to samples, half away from zero. Where a clip begins and ends is part of its path (<c>talk.wav#t=1.5,3.2</c>), in
/// the form of media fragments (W3C, 2012), so that paths stay different.
/// </remarks>
public sealed record ClipStretch(double StartSeconds, double? EndSeconds, int? Channel)
{
    /// <summary>The stretch of time for the address of a player, such as <c>t=1.5,3.2</c>.</summary>
    public string Time => EndSeconds is { } end
        ? string.Create(CultureInfo.InvariantCulture, $"t={StartSeconds:R},{end:R}")
        : string.Create(CultureInfo.InvariantCulture, $"t={StartSeconds:R}");

    /// <summary>The end of the clip's path: <c>#t=1.5,3.2</c>, and <c>&amp;channel=2</c> where one is taken.</summary>
    public string Fragment => string.Create(
        CultureInfo.InvariantCulture,
        $"#{Time}{(Channel is { } channel ? $"&channel={channel}" : "")}");

    /// <summary>True if two stretches of one file have a sample in common.</summary>
    public static bool Overlap(ClipStretch? x, ClipStretch? y)
    {
        var (start, end) = (x?.StartSeconds ?? 0, x?.EndSeconds ?? double.PositiveInfinity);
        var (otherStart, otherEnd) = (y?.StartSeconds ?? 0, y?.EndSeconds ?? double.PositiveInfinity);
        return start < otherEnd && otherStart < end && (x?.Channel is null || y?.Channel is null || x.Channel == y.Channel);
    }
}
