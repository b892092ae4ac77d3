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
        var hasSize = clips.Any(clip => clip.Error is not null);
        // The player comes early, so that a phone shows it without scrolling.
        List<string> columns = ["Clip", .. hasAudio ? ["Listen"] : Array.Empty<string>(), "Truth", "Prediction", hasSize ? "Error" : "Confidence"];
        columns.AddRange(hasSpeaker ? ["Speaker"] : []);
        columns.AddRange(hasText ? ["Text"] : []);
        columns.AddRange(clips.Take(1).SelectMany(static clip => clip.Columns).Select(static column => HtmlPage.Name(column.Name)));
        page.Table(hasSize ? "Clips with the largest errors" : "Clips most confidently wrong", columns, clips.Select(clip => (IReadOnlyList<string>)
        [
            HtmlPage.Name(clip.Path), .. hasAudio ? [Player(clip)] : Array.Empty<string>(), HtmlPage.Name(clip.Truth),
            HtmlPage.Name(clip.Prediction), clip.Error is { } error ? NumberText.Short(error) : NumberText.Percent(clip.Confidence),
            .. hasSpeaker ? [HtmlPage.Name(clip.Speaker ?? NumberText.Missing)] : Array.Empty<string>(),
            .. hasText ? [HtmlPage.Name(clip.Text ?? NumberText.Missing)] : Array.Empty<string>(),
            .. clip.Columns.Select(static column => HtmlPage.Name(column.Value.Length > 0 ? column.Value : NumberText.Missing)),
        ]), hasAudio ? "sortable clips audible" : "sortable clips", new HashSet<int> { hasAudio ? 4 : 3 });
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
