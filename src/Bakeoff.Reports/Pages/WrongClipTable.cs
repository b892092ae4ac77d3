using System.Text;
using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Pages;

/// <summary>Lists missed clips with a player for each clip whose sound is available.</summary>
internal static class WrongClipTable
{
    /// <summary>Writes the table.</summary>
    public static void Write(HtmlPage page, IReadOnlyList<WrongClip> clips)
    {
        var hasSpeaker = clips.Any(clip => clip.Speaker is not null);
        var hasText = clips.Any(clip => clip.Text is not null);
        var hasAudio = clips.Any(clip => clip.Audio is not null);
        var hasReason = clips.Any(clip => clip.Reason is not null);
        var hasSize = clips.Any(clip => clip.Error is not null);
        // The player comes early, so that a phone shows it without scrolling.
        List<string> columns = ["Clip", .. hasAudio ? ["Listen"] : Array.Empty<string>(), "Truth", "Prediction", hasSize ? "Error" : "Confidence"];
        columns.AddRange(hasReason ? ["Rests on"] : []);
        columns.AddRange(hasSpeaker ? ["Speaker"] : []);
        columns.AddRange(hasText ? ["Text"] : []);
        columns.AddRange(clips.Take(1).SelectMany(static clip => clip.Columns).Select(static column => column.Name));
        page.Table(hasSize ? "Clips with the largest errors" : "Clips most confidently wrong", columns, clips.Select(clip => (IReadOnlyList<string>)
        [
            HtmlPage.Name(clip.Path), .. hasAudio ? [Player(clip)] : Array.Empty<string>(), HtmlPage.Name(clip.Truth),
            HtmlPage.Name(clip.Prediction), clip.Error is { } error ? NumberText.Short(error) : NumberText.Percent(clip.Confidence),
            .. hasReason ? [Reason(clip.Reason)] : Array.Empty<string>(),
            .. hasSpeaker ? [HtmlPage.Name(clip.Speaker ?? NumberText.Missing)] : Array.Empty<string>(),
            .. hasText ? [HtmlPage.Name(clip.Text ?? NumberText.Missing)] : Array.Empty<string>(),
            .. clip.Columns.Select(static column => HtmlPage.Name(column.Value.Length > 0 ? column.Value : NumberText.Missing)),
        ]), hasAudio ? "sortable clips audible" : "sortable clips", new HashSet<int> { hasAudio ? 4 : 3 });
    }

    /// <summary>The parts, above them a strip of the clip's time that is darker where the prediction rests on it more.</summary>
    private static string Reason(ClipReason? reason)
    {
        if (reason is null || (reason.Parts.Count == 0 && reason.Strip.Count == 0))
        {
            return NumberText.Missing;
        }

        var words = string.Join("<br>", reason.Parts.Select(static part => $"<bdi class=\"part\">{SafeText.Escape(part)}</bdi>"));
        var most = reason.Strip.Select(static area => area.Weight).DefaultIfEmpty(0).Max();
        if (most <= 0)
        {
            return words;
        }

        var end = reason.Strip.Max(static area => area.EndSeconds);
        var darkest = reason.Strip.MaxBy(static area => area.Weight)!;
        var svg = new StringBuilder("<svg class=\"strip\" viewBox=\"0 0 160 12\" role=\"img\" aria-label=\"Weight over time\">")
            .Append("<title>Weight over time</title><desc>Most from ").Append(NumberText.Short(darkest.StartSeconds, 3)).Append(" to ")
            .Append(NumberText.Short(darkest.EndSeconds, 3)).Append(" of ").Append(NumberText.Short(end, 3)).Append(" s</desc>");
        foreach (var area in reason.Strip.Where(static area => area.Weight > 0))
        {
            var (left, right) = (160 * area.StartSeconds / end, 160 * area.EndSeconds / end);
            svg.Append("<rect x=\"").Append(Coordinate.Text(left)).Append("\" y=\"0\" width=\"").Append(Coordinate.Text(right - left))
                .Append("\" height=\"12\" opacity=\"").Append(Coordinate.Text(area.Weight / most)).Append("\"/>");
        }

        return svg.Append("</svg>").Append(words).ToString();
    }

    // A media type from elsewhere could name another kind of document; only sound is passed on.
    private static string MediaType(ClipSource audio) =>
        audio.MediaType is "audio/wav" or "audio/aiff" or "audio/flac" or "audio/mpeg" or "audio/ogg"
            ? audio.MediaType
            : "application/octet-stream";

    private static string Fragment(ClipSource audio) => audio.Time is null ? "" : $"#{SafeText.Escape(audio.Time)}";

    private static string Player(WrongClip clip)
    {
        if (clip.Audio is not { } audio)
        {
            return NumberText.Missing;
        }

        if (audio.Embedded.Length > 0)
        {
            return $"<audio controls preload=\"none\" aria-label=\"{SafeText.Escape(clip.Path)}\" "
                + $"src=\"data:{MediaType(audio)};base64,{Convert.ToBase64String(audio.Embedded.Span)}\"></audio>";
        }

        return LocalLink.Attribute(audio.Link) is { } link
            ? $"<audio controls preload=\"none\" aria-label=\"{SafeText.Escape(clip.Path)}\" src=\"{link}{Fragment(audio)}\"></audio>"
            : NumberText.Missing;
    }
}
