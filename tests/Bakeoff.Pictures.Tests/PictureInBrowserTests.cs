using System.Globalization;
using System.Text;
using Bakeoff.Reports.Graphics;
using Bakeoff.Reports.Tests.Samples;
using Bakeoff.Testing;
using Bakeoff.Testing.Browser;
using Microsoft.Playwright;
using SkiaSharp;

namespace Bakeoff.Pictures.Tests;

/// <summary>Each kind's PNG beside its SVG as a browser shows it.</summary>
public sealed class PictureInBrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private const int Width = 480;

    /// <summary>Side of the squares whose mean colours are compared: edges are smoothed otherwise in a browser.</summary>
    private const int Square = 4;

    /// <summary>Mean difference of a colour's parts, of 255; 0.4 to 1.5 were seen, most where small text fills a low picture.</summary>
    private const double MostDifference = 2.0;

    [Fact]
    public async Task Png_EveryKind_LooksLikeItsSvgInTheBrowser()
    {
        Assert.SkipWhen(chromium.Browser is null, chromium.Reason ?? "");
        var drawings = SampleCharts.Create().Select(static chart => (Name: chart.Key, Drawing: chart.Value.ToDrawing(Width))).ToList();
        var (html, tops) = Page(drawings.ConvertAll(static named => named.Drawing));
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.SetViewportSizeAsync(Width, 600);
        await page.SetContentAsync(html);
        await page.EvaluateAsync("document.fonts.ready.then(() => true)");
        using var shown = SKBitmap.Decode(await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true }));

        var differences = drawings.Select((named, i) =>
        {
            using var painted = SKBitmap.Decode(Picture.Render(named.Drawing, PictureFormat.Png, Picture.PixelsPerInch));
            return (named.Name, Difference: Difference(painted, shown, tops[i]));
        }).ToList();

        differences.Count.ShouldBeGreaterThanOrEqualTo(10);
        differences.Where(static kind => kind.Difference > MostDifference).ShouldBeEmpty(
            string.Join('\n', differences.Select(static kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Name} {kind.Difference:0.00}"))));
    }

    private static (string Html, IReadOnlyList<int> Tops) Page(IReadOnlyList<Drawing> drawings)
    {
        var html = new StringBuilder("<!DOCTYPE html><style>");
        foreach (var (file, weight) in new[] { ("DejaVuSans.ttf", 400), ("DejaVuSans-Bold.ttf", 700) })
        {
            var font = Convert.ToBase64String(
                File.ReadAllBytes(Path.Combine(Fixture.RepositoryRoot, "src", "Bakeoff.Pictures", "Fonts", file)));
            html.Append(
                CultureInfo.InvariantCulture,
                $"@font-face{{font-family:Embedded;font-weight:{weight};src:url(data:font/ttf;base64,{font})}}");
        }

        html.Append("body{margin:0;background:#fff}svg *{font-family:Embedded!important}div{position:absolute;left:0}</style>");
        var tops = new List<int>();
        var top = 0;
        foreach (var drawing in drawings)
        {
            tops.Add(top);
            html.Append(CultureInfo.InvariantCulture, $"<div style='top:{top}px'>{drawing.ToSvg()}</div>");
            top += (int)Math.Ceiling(drawing.Height);
        }

        return (html.ToString(), tops);
    }

    private static double Difference(SKBitmap painted, SKBitmap shown, int top)
    {
        var (sum, count) = (0.0, 0);
        for (var y = 0; y + Square <= painted.Height; y += Square)
        {
            for (var x = 0; x + Square <= painted.Width; x += Square)
            {
                var (a, b) = (Mean(painted, x, y), Mean(shown, x, top + y));
                sum += Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue);
                count += 3;
            }
        }

        return sum / count;
    }

    private static (double Red, double Green, double Blue) Mean(SKBitmap bitmap, int left, int top)
    {
        var (red, green, blue) = (0.0, 0.0, 0.0);
        for (var i = 0; i < Square * Square; i++)
        {
            var pixel = bitmap.GetPixel(left + (i % Square), top + (i / Square));
            (red, green, blue) = (red + pixel.Red, green + pixel.Green, blue + pixel.Blue);
        }

        const double Count = Square * Square;
        return (red / Count, green / Count, blue / Count);
    }
}
