using System.Globalization;
using System.Text;

namespace Bakeoff.Reports.Graphics;

/// <summary>Turns any string (file names, labels, YAML) into text that is valid and harmless in SVG and HTML.</summary>
internal static class SafeText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Replaces what XML forbids or what could disguise text: control characters, lone surrogates, direction overrides.</summary>
    /// <param name="text">Any string; null counts as empty.</param>
    /// <param name="keepLines">True keeps line feeds and tabs (for code blocks); false turns them into spaces.</param>
    /// <remarks>Direction overrides (U+202A..U+202E, U+2066..U+2069) could show <c>gpj.exe</c>
    /// as <c>exe.jpg</c>, so they become visible marks.</remarks>
    public static string Clean(string? text, bool keepLines = false)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                clean.Append(c).Append(text[++i]);
                continue;
            }

            clean.Append(c switch
            {
                '\n' or '\t' => keepLines ? c : ' ',
                '\r' => keepLines ? string.Empty : " ",
                >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' => Replacement,
                '\uFFFE' or '\uFFFF' => Replacement,
                _ when char.IsControl(c) || char.IsSurrogate(c) => Replacement,
                _ => c,
            });
        }

        return clean.ToString();
    }

    /// <summary>Cleans and escapes text for an SVG or HTML text node or a double-quoted attribute.</summary>
    public static string Escape(string? text, bool keepLines = false)
    {
        var clean = Clean(text, keepLines);
        if (clean.AsSpan().IndexOfAny("&<>\"'") < 0)
        {
            return clean;
        }

        var escaped = new StringBuilder(clean.Length + 16);
        foreach (var c in clean)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Shortens text by user-perceived characters, so that an accent or an emoji is never cut in half.</summary>
    public static string[] Graphemes(string text)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        var parts = new string[starts.Length];
        for (var i = 0; i < starts.Length; i++)
        {
            var end = i + 1 < starts.Length ? starts[i + 1] : text.Length;
            parts[i] = text[starts[i]..end];
        }

        return parts;
    }
}
