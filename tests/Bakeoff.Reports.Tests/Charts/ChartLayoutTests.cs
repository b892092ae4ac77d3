using System.Xml.Linq;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;
using Bakeoff.Reports.Tests.Samples;

namespace Bakeoff.Reports.Tests.Charts;

/// <summary>In every chart, at every width, text neither overlaps nor leaves the picture, and the picture is well-formed.</summary>
public sealed class ChartLayoutTests
{
    private static readonly double[] Widths = [Chart.MinimumWidth, 340, 600, 1000];

    [Fact]
    public void Draw_EveryKind_KeepsTextApartAndInside() => Check(SampleCharts.Create());

    [Fact]
    public void Draw_EmptyHugeBrokenOrHostileData_KeepsTextApartAndInside() => Check(EdgeCharts.Create());

    [Fact]
    public void ToSvg_HourLongClip_StaysSmall()
    {
        var samples = SampleClip.Samples(3600 * SampleClip.SampleRateHz, 151);
        WaveformChart
            .Create("An hour", new ClipAudio("hour.wav", "sad", samples, SampleClip.SampleRateHz))
            .ToSvg()
            .Length.ShouldBeLessThan(40_000);
        SpectrogramChart.Create("An hour", SampleClip.Map("hour", 360_000, 8, 1, null)).ToSvg().Length.ShouldBeLessThan(40_000);
    }

    private static void Check(IReadOnlyDictionary<string, Chart> charts)
    {
        var problems = new List<string>();
        foreach (var (name, chart) in charts)
        {
            foreach (var width in Widths)
            {
                problems.AddRange(Problems(chart, width).Take(3).Select(problem => $"{name} at {width}: {problem}"));
            }

            var svg = XDocument.Parse(chart.ToSvg());
            svg.Root!.Attribute("role")!.Value.ShouldBe("img");
            chart.Draw(640).Texts.ShouldNotContain(text => text.Text.Contains("NaN", StringComparison.Ordinal));
            chart.Description.ShouldNotBeNullOrWhiteSpace();
            chart.Numbers.Rows.ShouldAllBe(row => row.Count == chart.Numbers.Columns.Count, name);
        }

        problems.ShouldBeEmpty();
    }

    private static IEnumerable<string> Problems(Chart chart, double width)
    {
        var canvas = chart.Draw(width);
        var texts = canvas.Texts.OrderBy(text => text.Top).ToList();
        for (var i = 0; i < texts.Count; i++)
        {
            var text = texts[i];
            if (text.Left < -0.5 || text.Top < -0.5 || text.Right > width + 0.5 || text.Bottom > canvas.Height + 0.5)
            {
                yield return $"'{text.Text}' leaves the picture: {text}, height {canvas.Height}";
            }

            for (var k = i + 1; k < texts.Count && texts[k].Top < text.Bottom; k++)
            {
                if (text.Overlaps(texts[k]))
                {
                    yield return $"'{text.Text}' lies on '{texts[k].Text}': {text}, {texts[k]}";
                }
            }
        }
    }
}
