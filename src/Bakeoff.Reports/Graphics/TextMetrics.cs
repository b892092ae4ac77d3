using System.Text;

namespace Bakeoff.Reports.Graphics;

/// <summary>Estimates how wide a text will be drawn, without any font on the machine that makes the picture.</summary>
/// <remarks>
/// The viewer's font is unknown, so each width is the larger of DejaVu Sans and Liberation Sans (metrically Arial), two ends of what
/// sans-serif fonts measure. Text therefore takes at most the room kept for it. Deterministic: a table and additions.
/// </remarks>
internal static class TextMetrics
{
    private const int First = 32;

    // Advance widths in thousandths of an em for U+0020..U+007E.
    private static readonly short[] RegularWidths =
    [
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636, 636, 636,
        337, 337, 838, 838, 838, 556,
        1015, 684, 686, 722, 770, 667, 611, 778, 752, 295, 500, 667, 557, 863, 748, 787, 667, 787, 722, 667, 611, 732, 684, 989, 685, 667,
        685, 390, 337, 390, 838, 556,
        500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,
        525, 636, 337, 636, 838,
    ];

    private static readonly short[] BoldWidths =
    [
        348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696, 696, 696,
        400, 400, 838, 838, 838, 611,
        1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 556, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724,
        725, 457, 365, 457, 838, 556,
        500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652,
        582, 712, 365, 712, 838,
    ];

    /// <summary>Width in pixels of a text drawn on one line.</summary>
    /// <param name="text">Cleaned text (see <see cref="SafeText"/>).</param>
    /// <param name="fontSize">Font size in pixels.</param>
    /// <param name="bold">True for weight 600 and up.</param>
    public static double Width(string text, double fontSize, bool bold = false)
    {
        var table = bold ? BoldWidths : RegularWidths;
        long thousandths = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            thousandths += rune.Value is >= First and < First + 95 ? table[rune.Value - First] : OtherWidth(rune);
        }

        return thousandths * fontSize / 1000;
    }

    /// <summary>Shortens a text with an ellipsis in its middle so that it fits; both
    /// ends of a file name tell more than its middle.</summary>
    public static string Fit(string text, double maxWidth, double fontSize, bool bold = false)
    {
        if (Width(text, fontSize, bold) <= maxWidth)
        {
            return text;
        }

        var parts = SafeText.Graphemes(text);
        for (var kept = parts.Length - 1; kept > 0; kept--)
        {
            var head = (kept + 1) / 2;
            var shortened = string.Concat(string.Concat(parts[..head]), "…", string.Concat(parts[^(kept - head)..]));
            if (Width(shortened, fontSize, bold) <= maxWidth)
            {
                return shortened;
            }
        }

        return Width("…", fontSize, bold) <= maxWidth ? "…" : string.Empty;
    }

    /// <summary>Breaks a text into lines that fit, at spaces where there are any; the last allowed line is shortened.</summary>
    public static IReadOnlyList<string> Wrap(string text, double maxWidth, double fontSize, bool bold, int maxLines)
    {
        var lines = new List<string>();
        var line = string.Empty;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            var candidate = line.Length == 0 ? words[i] : $"{line} {words[i]}";
            if (line.Length == 0 || Width(candidate, fontSize, bold) <= maxWidth)
            {
                line = candidate;
                continue;
            }

            if (lines.Count == maxLines - 1)
            {
                line = string.Join(' ', words[i..].Prepend(line));
                break;
            }

            lines.Add(line);
            line = words[i];
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines.ConvertAll(full => Fit(full, maxWidth, fontSize, bold));
    }

    private static int OtherWidth(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.EnclosingMark
            or System.Globalization.UnicodeCategory.Format => 0,
            _ when rune.Value is 0xB7 or 0x2022 => 400,
            _ when rune.Value is 0x2013 or 0x2026 => 1000,
            _ when rune.Value < 0x1100 => 900,
            _ when rune.Value > 0xFFFF => 1400,
            _ => 1050,
        };
}
