using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Pages;

/// <summary>Writes one self-contained HTML page: its own style sheet and script, no address outside itself.</summary>
/// <remarks>A content security policy forbids every connection and every script but the one
/// whose hash it names, so that no text can become code.</remarks>
internal sealed class HtmlPage
{
    private const string DefaultPolicy = "default-src 'none'; style-src 'unsafe-inline'; script-src";
    private const string MediaPolicy = "img-src data:; media-src data: 'self' file:; base-uri 'none'; form-action 'none'";
    private const double WideWidth = 600;
    private const double NarrowWidth = 340;
    private const double TileWidth = 300;
    private readonly StringBuilder _body = new();
    private readonly List<(string Id, string Title)> _sections = [];
    private int _chartCount;

    /// <summary>Escapes text for HTML.</summary>
    public static string E(string? text) => SafeText.Escape(text);

    /// <summary>Escapes a name that may run in either direction and keeps it apart from the text around it.</summary>
    public static string Name(string? text) => $"<bdi>{E(text)}</bdi>";

    /// <summary>A name that may be broken after the plus signs between the changes of a sweep's member.</summary>
    public static string BreakableName(string? text) => $"<bdi>{E(text).Replace("+", "+<wbr>", StringComparison.Ordinal)}</bdi>";

    /// <summary>Appends markup as it is; every variable part must have been escaped.</summary>
    public HtmlPage Raw(string html)
    {
        _body.Append(html).Append('\n');
        return this;
    }

    /// <summary>Starts a section that the page's contents list.</summary>
    public void OpenSection(string id, string title)
    {
        _sections.Add((id, title));
        Raw($"<section id=\"{id}\" aria-labelledby=\"{id}-heading\">\n<h2 id=\"{id}-heading\">{E(title)}</h2>");
    }

    /// <summary>Ends the section.</summary>
    public void CloseSection() => Raw("</section>");

    /// <summary>Writes a note about a missing part.</summary>
    public void Missing(string text) => Raw($"<p class=\"missing\">{E(text)}</p>");

    /// <summary>Shows a chart in a wide and a phone-sized layout, with its numbers as a table that opens on demand.</summary>
    public void Figure(Chart chart, double wideWidth = WideWidth, string classes = "")
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"chart-{++_chartCount}");
        Raw($"<figure class=\"chart {classes}\">");
        Raw($"<div class=\"wide\" style=\"max-width:{Coordinate.Text(wideWidth)}px\">{chart.ToInlineSvg(wideWidth, id + "w")}</div>");
        Raw($"<div class=\"narrow\">{chart.ToInlineSvg(NarrowWidth, id + "n")}</div>");
        Numbers(chart);
        Raw("</figure>");
    }

    /// <summary>Shows charts of the same kind side by side, in one layout that fits phones
    /// and grids alike, with their numbers in one table.</summary>
    public void Tiles(string title, IReadOnlyList<Chart> charts)
    {
        Tiles(charts);
        Raw($"<details><summary>Numbers<span class=\"sr\"> of {E(title)}</span></summary>");
        Table(
            title,
            ["Picture", .. charts[0].Numbers.Rows.Select(row => row[0])],
            charts.Select(chart => (IReadOnlyList<string>)[Name(chart.Title), .. chart.Numbers.Rows.Select(row => Name(row[1]))]),
            "numbers");
        Raw("</details>");
    }

    /// <summary>Shows charts side by side whose numbers stand elsewhere.</summary>
    public void Tiles(IReadOnlyList<Chart> charts)
    {
        Raw("<div class=\"tiles\">");
        foreach (var chart in charts)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"chart-{++_chartCount}");
            Raw($"<figure class=\"chart tile\">{chart.ToInlineSvg(TileWidth, id)}</figure>");
        }

        Raw("</div>");
    }

    /// <summary>
    /// Writes a table, of many rows the first <see cref="NumberTable.MostRowsShown"/>; cells hold escaped markup. Sortable tables get buttons in
    /// their headings, from the script.
    /// </summary>
    public void Table(
        string caption,
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<string>> rows,
        string classes = "",
        IReadOnlySet<int>? numeric = null,
        string? id = null)
    {
        Raw(
            $"<div class=\"scroll\" role=\"region\" aria-label=\"{E(caption)}\" tabindex=\"0\">"
                + $"<table{(id is null ? string.Empty : $" id=\"{id}\"")} class=\"{classes}\"><caption>{E(caption)}</caption><thead><tr>");
        for (var i = 0; i < columns.Count; i++)
        {
            Raw($"<th scope=\"col\"{(numeric?.Contains(i) == true ? " class=\"number\"" : string.Empty)}>{E(columns[i])}</th>");
        }

        Raw("</tr></thead><tbody>");
        var all = rows.ToList();
        foreach (var row in all.Take(NumberTable.MostRowsShown))
        {
            _body.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                var kind = numeric?.Contains(i) == true ? " class=\"number\"" : string.Empty;
                _ =
                    i == 0
                        ? _body.Append("<th scope=\"row\"").Append(kind).Append('>').Append(row[i]).Append("</th>")
                        : _body.Append("<td").Append(kind).Append('>').Append(row[i]).Append("</td>");
            }

            _body.Append("</tr>\n");
        }

        Raw("</tbody></table></div>");
        if (all.Count > NumberTable.MostRowsShown)
        {
            Raw($"<p>The first {NumberText.Count(NumberTable.MostRowsShown)} of {NumberText.Count(all.Count)} rows.</p>");
        }
    }

    /// <summary>Writes names and values as a description list; values of one name stand together.</summary>
    public void Facts(IReadOnlyList<Fact> facts)
    {
        Raw("<dl class=\"facts\">");
        foreach (var fact in facts.GroupBy(fact => fact.Name, StringComparer.Ordinal))
        {
            var values = fact.ToList();
            Raw(
                $"<div{(values.Count > 1 ? " class=\"many\"" : string.Empty)}><dt>{Name(fact.Key)}</dt>"
                    + $"{string.Concat(values.Select(value => $"<dd>{Name(value.Value)}</dd>"))}</div>");
        }

        Raw("</dl>");
    }

    /// <summary>Puts the page together.</summary>
    /// <param name="title">Title of the window.</param>
    /// <param name="header">Markup of the page's head part, escaped.</param>
    public string Render(string title, string header)
    {
        var script = Resource("page.js");
        var scriptHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        var style = Resource("page.css") + "\n" + ThemeRules();
        var contents = new StringBuilder();
        foreach (var (id, sectionTitle) in _sections)
        {
            contents.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{id}\">{E(sectionTitle)}</a></li>\n");
        }

        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{DefaultPolicy} 'sha256-{scriptHash}'; {MediaPolicy}">
            <meta name="color-scheme" content="light dark">
            <title>{E(title)}</title>
            <style>
            {style}
            </style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            <header class="top">
            <div class="bar"><span class="brand">Bakeoff</span><button type="button" id="theme" hidden>Dark</button></div>
            {header}
            <nav aria-label="Contents"><ul>
            {contents}</ul></nav>
            </header>
            <main id="main">
            {_body}</main>
            <footer><p>Made by Bakeoff. This page needs no network and holds everything it shows.</p></footer>
            <script>{script}</script>
            </body>
            </html>

            """;
    }

    /// <summary>Colours of charts in both themes.</summary>
    public static string ThemeRules() =>
        $$"""
        {{StyleRules.Recolour(dark: false)}}
        @media (prefers-color-scheme:dark){{{StyleRules.Recolour(dark: true, scope: ":root:not([data-theme=light]) ")}}}
        {{StyleRules.Recolour(dark: true, scope: ":root[data-theme=dark] ")}}
        @media print{{{StyleRules.Recolour(dark: false, scope: ":root:root:root ")}}}
        """;

    /// <summary>Text of an embedded file beside this class.</summary>
    public static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Bakeoff.Reports.Pages.{name}")
            ?? throw new InvalidOperationException(
                $"Bakeoff.Reports: resource {name} is not in the assembly, expected an EmbeddedResource. Rebuild the project.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // Checked-out files may have other line ends; the page must not.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private void Numbers(Chart chart)
    {
        if (chart.Numbers.Rows.Count == 0)
        {
            return;
        }

        Raw($"<details><summary>Numbers<span class=\"sr\"> of {E(chart.Title)}</span></summary>");
        var numeric = Enumerable.Range(1, Math.Max(0, chart.Numbers.Columns.Count - 1)).ToHashSet();
        Table(
            chart.Title,
            chart.Numbers.Columns,
            chart.Numbers.Rows.Select(row => (IReadOnlyList<string>)row.Select(Name).ToList()),
            "numbers",
            numeric);
        Raw("</details>");
    }
}
