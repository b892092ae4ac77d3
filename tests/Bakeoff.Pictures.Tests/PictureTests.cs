using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Bakeoff.Pictures.Skia;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Graphics;
using Bakeoff.Reports.Pages;
using Bakeoff.Reports.Tests.Samples;
using Bakeoff.Testing;
using SkiaSharp;

namespace Bakeoff.Pictures.Tests;

/// <summary>Every kind of chart as PNG and PDF.</summary>
public sealed class PictureTests
{
    private const double Narrow = 321;

    [Fact]
    public void Render_EveryKind_IsTheSameInEveryRunWithoutTimes()
    {
        var folder = Path.Combine(Fixture.RepositoryRoot, "artifacts", "test-output", "pictures");
        foreach (var (name, chart) in SampleCharts.Create())
        {
            var drawing = chart.ToDrawing(Narrow);
            var png = Picture.Render(drawing, PictureFormat.Png);
            Picture.Render(drawing, PictureFormat.Png).ShouldBe(png, name);
            var pdf = Picture.Render(drawing, PictureFormat.Pdf);
            Picture.Render(drawing, PictureFormat.Pdf).ShouldBe(pdf, name);

            Chunks(png).Distinct().ShouldBe(["IHDR", "pHYs", "sBIT", "IDAT", "IEND"], name);
            var text = Encoding.Latin1.GetString(pdf);
            text.ShouldNotContain("Date", Case.Sensitive, name);
            text.ShouldContain("/MediaBox [0 0 240.72 ", Case.Sensitive, name);
            pdf.Length.ShouldBeLessThan(400_000, name);
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, Path.ChangeExtension(name, ".png")), png);
            File.WriteAllBytes(Path.Combine(folder, Path.ChangeExtension(name, ".pdf")), pdf);
        }
    }

    [Fact]
    public void ToDrawing_EveryKindAndEdgeCase_TextTakesNoMoreThanTheRoomKeptForIt()
    {
        var problems = new List<string>();
        foreach (var (name, chart) in SampleCharts.Create().Concat(EdgeCharts.Create()))
        {
            var drawing = chart.ToDrawing(Narrow);
            foreach (var text in drawing.Marks.OfType<TextMark>().Where(text => Picture.MissingCharacters(drawing).Length == 0))
            {
                using var font = Painter.Font((text.IsBold ? EmbeddedFont.Bold : EmbeddedFont.Regular).Typeface, text.Size);
                var width = font.MeasureText(text.Text);
                var room = TextRoom(text, width);
                if (room.Left < -0.5 || room.Top < -0.5 || room.Right > drawing.Width + 0.5 || room.Bottom > drawing.Height + 0.5)
                {
                    problems.Add($"{name}: '{text.Text}' leaves the picture: {room}");
                }
            }
        }

        problems.ShouldBeEmpty();
    }

    [Fact]
    public void Render_Png_HasItsSizeResolutionAndColours()
    {
        var drawing = LabelCountChart.Create("Clips", [new LabelCount("angry", 3)]).ToDrawing(320);
        var png = Picture.Render(drawing, PictureFormat.Png, dotsPerInch: 300);

        BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(16)).ShouldBe(1000u);
        BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(8 + 25 + 8)).ShouldBe(11811u);
        using var bitmap = SKBitmap.Decode(png);
        bitmap.Width.ShouldBe(1000);
        bitmap.Height.ShouldBe((int)Math.Ceiling(drawing.Height * 300 / 96));
        bitmap.GetPixel(0, 0).ShouldBe(SKColors.White);
        bitmap.Pixels.ShouldContain(SKColor.Parse("#d6254c"));
    }

    [Fact]
    public void Render_TextAlone_IsPinned()
    {
        // The same on every processor of one kind, with the fonts of any machine and with any vector instructions.
        var drawing = new Drawing(
            "t",
            "d",
            120,
            30,
            [new TextMark(4, 20, "Räuber 12.5 %", new Paint("text", "#000000", "#ffffff"), 14)]);
        using var bitmap = SKBitmap.Decode(Picture.Render(drawing, PictureFormat.Png));
        var ink = bitmap.Pixels.Count(pixel => pixel.Red < 128);
        ink.ShouldBeInRange(550, 1200);
    }

    [Fact]
    public void Render_CharacterThatTheFontLacks_IsNamed()
    {
        var drawing = LabelCountChart.Create("情感 é", [new LabelCount("angry", 3)]).ToDrawing();
        Picture.MissingCharacters(drawing).ShouldBe("情感");
        Picture.Render(drawing, PictureFormat.Pdf).Length.ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData(0, 20, 192)]
    [InlineData(20, 0, 192)]
    [InlineData(20, 20, 0)]
    [InlineData(9000, 9000, 300)]
    [InlineData(20, 20, double.NaN)]
    public void Render_SizeOutOfRange_NamesIt(double width, double height, double dotsPerInch) =>
        Should
            .Throw<PictureException>(() => Picture.Render(new Drawing("t", "d", width, height, []), PictureFormat.Png, dotsPerInch))
            .Message.ShouldContain("expected 1 x 1 to 100 million dots in all");

    [Fact]
    public void Write_ChartsDrawnBefore_AreCopiedAndOthersDrawn()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var (earlier, later) = (Path.Combine(folder, "earlier"), Path.Combine(folder, "later"));
        NamedChart Counts(string file, int clips) => new(file, LabelCountChart.Create("Clips", [new LabelCount("angry", clips)]));
        ChartFiles.Write([Counts("same.svg", 3), Counts("other.svg", 3)], earlier, new ParallelOptions());
        File.WriteAllText(Path.Combine(earlier, "same.png"), "as it was");
        File.WriteAllText(Path.Combine(earlier, "other.png"), "as it was");
        File.Delete(Path.Combine(earlier, "same.pdf"));

        ChartFiles.Write([Counts("same.svg", 3), Counts("other.svg", 4)], later, new ParallelOptions(), earlier: earlier);

        File.ReadAllText(Path.Combine(later, "same.png")).ShouldBe("as it was");
        File.ReadAllBytes(Path.Combine(later, "same.svg")).ShouldBe(File.ReadAllBytes(Path.Combine(earlier, "same.svg")));
        new FileInfo(Path.Combine(later, "same.pdf")).Length.ShouldBeGreaterThan(1000);
        new FileInfo(Path.Combine(later, "other.png")).Length.ShouldBeGreaterThan(1000);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Write_UnknownEnding_WritesNothing()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var path = Path.Combine(folder, "x.jpeg");
        Should
            .Throw<PictureException>(() => Picture.Write(new Drawing("t", "d", 20, 20, []), path))
            .Message.ShouldBe($"the picture's path is '{path}', expected a path that ends in .svg, .png or .pdf.");
        Should.Throw<PictureException>(() => Picture.Write(new Drawing("t", "d", 0, 20, []), Path.Combine(folder, "x.png")));
        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
        Directory.Delete(folder);
    }

    [Fact]
    public void Try_LibraryThatDoesNotLoad_SaysSoInOneLine()
    {
        var problem = SkiaLibrary.Try(() =>
            throw new TypeInitializationException("SkiaSharp.SKObject", new DllNotFoundException("Unable to load 'libSkiaSharp':\nmore")));
        problem!.Message.ShouldBe(
            "PNG and PDF cannot be drawn, for the native library libSkiaSharp does not load (Unable to load 'libSkiaSharp'). "
                + "SVG pictures need no library; on other systems than Linux (glibc), Windows and macOS there are only those.");
        SkiaLibrary.Problem.ShouldBeNull();
    }

    private static SKRect TextRoom(TextMark text, float width)
    {
        var start = text.Anchor switch { TextAnchor.Start => 0, TextAnchor.Middle => -width / 2, _ => -width };
        return text.RunsUpwards
            ? new SKRect((float)text.X, (float)text.Y - start - width, (float)text.X, (float)text.Y - start)
            : new SKRect((float)text.X + start, (float)text.Y, (float)text.X + start + width, (float)text.Y);
    }

    private static IEnumerable<string> Chunks(byte[] png)
    {
        for (var at = 8; at < png.Length; at += 12 + (int)BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at)))
        {
            yield return Encoding.ASCII.GetString(png, at + 4, 4);
        }
    }
}
