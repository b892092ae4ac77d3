using System.Globalization;
using System.Text;

namespace Bakeoff.Reports.Graphics;

/// <summary>Writes the style rules that let a chart follow a light or a dark background.</summary>
internal static class StyleRules
{
    /// <summary>Fonts of all charts and pages: what the reader's system calls its own.</summary>
    public const string FontFamily = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

    /// <summary>Rules that recolour the named paints, such as <c>.f-text{fill:#eee}.s-text{stroke:#eee}</c>.</summary>
    /// <param name="dark">True for the dark forms, false for the light ones.</param>
    /// <param name="names">Only paints with these names; null for all.</param>
    /// <param name="scope">Selector put before each rule, such as <c>:root[data-theme=dark] </c>.</param>
    public static string Recolour(bool dark, IReadOnlyCollection<string>? names = null, string scope = "")
    {
        var rules = new StringBuilder();
        foreach (var paint in Theme.All.Concat(EmotionColours.All))
        {
            if (names is null || names.Contains(paint.Name))
            {
                var colour = dark ? paint.Dark : paint.Light;
                rules.Append(
                    CultureInfo.InvariantCulture,
                    $"{scope}.f-{paint.Name}{{fill:{colour}}}{scope}.s-{paint.Name}{{stroke:{colour}}}");
            }
        }

        return rules.ToString();
    }
}
