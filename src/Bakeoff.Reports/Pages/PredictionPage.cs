using System.Security.Cryptography;
using System.Text;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Pages;

/// <summary>The page of <c>bakeoff serve</c>: drop or record a clip and see the emotions, or numbers, over time.</summary>
/// <remarks>
/// One document with its own style sheet and scripts; it talks to nothing but the server that it came from (<c>predict</c>, <c>model</c>),
/// and loads one script from there, because browsers take the code that records from an address only. Colours are those of the reports.
/// </remarks>
public static class PredictionPage
{
    /// <summary>Address of <see cref="RecorderScript"/>.</summary>
    public const string RecorderAddress = "/recorder.js";

    /// <summary>The code that records, as an audio worklet.</summary>
    public static string RecorderScript { get; } = HtmlPage.Resource("recorder.js");

    /// <summary>Writes the page.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="labels">Labels of the model, in its order; empty if it predicts numbers alone.</param>
    /// <param name="targets">Numbers that the model predicts; empty if it tells labels apart alone.</param>
    /// <returns>HTML in UTF-8.</returns>
    public static string Render(string model, IReadOnlyList<string> labels, IReadOnlyList<string> targets)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(targets);
        var scripts = new[] { HtmlPage.Resource("page.js"), HtmlPage.Resource("predict.js") };
        var paints = EmotionColours.For(labels);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{Policy(scripts)}">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>Emotions heard by {HtmlPage.E(model)}</title>
            <style>
            {HtmlPage.Resource("page.css")}
            {HtmlPage.ThemeRules()}
            {HtmlPage.Resource("predict.css")}
            {Colours(paints.Values)}
            </style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            <header class="top">
            <div class="bar"><span class="brand">Bakeoff</span><button type="button" id="theme" hidden>Dark</button></div>
            <h1>{(labels.Count > 0 ? "Which emotion does it hear?" : "How does it sound?")}</h1>
            <p class="question">Model {HtmlPage.Name(model)}, which {Purpose(labels, targets)}.
            Sound goes to this server only and is not kept.</p>
            </header>
            <main id="main">
            <section aria-labelledby="input-heading">
            <h2 id="input-heading">A recording</h2>
            <div class="drop" id="drop">
            <p><label for="file">Drop a file here, or choose one:</label>
            <input type="file" id="file" accept="audio/*,.wav,.flac,.aif,.aiff,.mp3,.ogg,.opus"></p>
            <p class="note">WAV, AIFF, FLAC, MP3, Ogg Vorbis or Opus; others if the browser can read them.</p>
            </div>
            <div class="controls"><button type="button" id="record" aria-pressed="false">Record</button>
            <meter id="level" min="0" max="1" value="0" aria-label="Level of the microphone" hidden></meter></div>
            {(labels.Count == 0 ? "" : Threshold)}<p id="state" role="status"></p>
            </section>
            <section id="result" aria-labelledby="result-heading" hidden>
            <h2 id="result-heading">What it heard</h2>
            <p class="verdict" id="verdict"></p>
            <p id="about" class="question"></p>
            <ul class="scores">
            {string.Concat(labels.Select(label => Score(label, paints[label])))}</ul>
            <ul class="values">
            {string.Concat(targets.Select(Value))}</ul>
            <audio id="listen" controls aria-label="The recording"></audio>
            <div id="course">
            <h3>Over time</h3>
            {Picture(labels, paints)}
            <details{(labels.Count > 0 ? "" : " open")}><summary>Numbers<span class="sr"> over time</span></summary>
            <div class="scroll" role="region" aria-label="Emotions over time" tabindex="0">
            <table id="windows" class="numbers"><caption>Emotions over time</caption>
            <thead><tr>{Headings(labels, targets)}</tr></thead>
            <tbody></tbody></table></div></details>
            </div>
            </section>
            </main>
            <footer><p>A model hears what its corpus taught it: acted speech is not how people speak,
            and a label is no feeling.</p></footer>
            {string.Concat(scripts.Select(script => $"<script>{script}</script>\n"))}</body>
            </html>

            """;
    }

    private const string Threshold = """
        <p><label for="reject">Answer only from a probability of</label>
        <input type="number" id="reject" min="0" max="1" step="0.05" placeholder="0"> <span id="bought" class="note"></span></p>

        """;

    private static string Policy(IEnumerable<string> scripts) =>
        $"default-src 'none'; style-src 'unsafe-inline'; script-src 'self' {string.Join(' ', scripts.Select(Hash))}; connect-src 'self'; "
        + "media-src blob:; img-src data:; base-uri 'none'; form-action 'none'";

    private static string Purpose(IReadOnlyList<string> labels, IReadOnlyList<string> targets)
    {
        var emotions = FormattableString.Invariant($"distinguishes {labels.Count} emotions");
        var numbers = $"gives {string.Join(", ", targets.Select(HtmlPage.Name))}";
        return targets.Count == 0 ? emotions : labels.Count == 0 ? numbers : $"{emotions} and {numbers}";
    }

    /// <summary>The chart of probabilities over time; numbers of different units have none.</summary>
    private static string Picture(IReadOnlyList<string> labels, IReadOnlyDictionary<string, Paint> paints) => labels.Count == 0
        ? "<p>Windows of two seconds, one every half second.</p>"
        : $"""
            <div id="picture"></div>
            <ul class="key">{string.Concat(labels.Select(label => Key(label, paints[label])))}</ul>
            <p>Windows of two seconds, one every half second; a click moves the player.</p>
            """;

    private static string Value(string target) =>
        $"<li data-target=\"{HtmlPage.E(target)}\"><span>{HtmlPage.Name(target)}</span> <data value=\"0\"></data></li>\n";

    private static string Headings(IReadOnlyList<string> labels, IReadOnlyList<string> targets) => "<th scope=\"col\">Seconds</th>"
        + (labels.Count > 0 ? "<th scope=\"col\">Label</th>" : "")
        + string.Concat(labels.Concat(targets).Select(Heading));

    private static string Heading(string label) => $"<th scope=\"col\" class=\"number\">{HtmlPage.Name(label)}</th>";

    private static string Score(string label, Paint paint) =>
        $"<li data-label=\"{HtmlPage.E(label)}\" data-paint=\"{paint.Name}\"><span>{HtmlPage.Name(label)}</span><span class=\"track\">"
            + $"<span class=\"fill\" style=\"background:var(--p-{paint.Name})\"></span></span><data value=\"0\"></data></li>\n";

    private static string Key(string label, Paint paint) =>
        $"<li><span class=\"swatch\" style=\"background:var(--p-{paint.Name})\"></span>{HtmlPage.Name(label)}</li>";

    /// <summary>The labels' colours as variables, for what is no picture.</summary>
    private static string Colours(IEnumerable<Paint> paints)
    {
        var used = paints.DistinctBy(paint => paint.Name).ToList();
        var light = string.Concat(used.Select(paint => $"--p-{paint.Name}:{paint.Light};"));
        var dark = string.Concat(used.Select(paint => $"--p-{paint.Name}:{paint.Dark};"));
        return $":root{{{light}}}@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
            + $":root[data-theme=dark]{{{dark}}}";
    }

    private static string Hash(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";
}
