using Bakeoff.Options;
using Bakeoff.Reports.Graphics;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Pictures;

/// <summary>Writes the charts of a page into a folder, each as SVG, PNG and PDF.</summary>
public static class ChartFiles
{
    /// <summary>Writes the charts; SVG alone where the machine cannot draw the others.</summary>
    /// <param name="charts">Charts with unique file names that end in <c>.svg</c>.</param>
    /// <param name="folder">Folder to write to; created.</param>
    /// <param name="threads">Number of threads, and cancellation.</param>
    /// <param name="written">Called after each chart with the number written so far, from any thread.</param>
    /// <param name="earlier">Folder that this method wrote before; files of charts with the same name and drawing are copied from there.</param>
    /// <returns>What was written and what is missing.</returns>
    /// <remarks>Cost: about 15 ms of processor time a chart, 1 ms if it is copied; the first PNG or PDF loads the library.</remarks>
    public static WrittenCharts Write(
        IReadOnlyList<NamedChart> charts,
        string folder,
        ParallelOptions threads,
        Action<int>? written = null,
        string? earlier = null)
    {
        ArgumentNullException.ThrowIfNull(charts);
        Directory.CreateDirectory(folder);
        var unavailable = Picture.Unavailable;
        PictureFormat[] formats = unavailable is null ? [PictureFormat.Svg, PictureFormat.Png, PictureFormat.Pdf] : [PictureFormat.Svg];
        var missing = new string[charts.Count];
        var count = 0;
        Parallel.For(0, charts.Count, threads, i =>
        {
            var drawing = charts[i].Chart.ToDrawing();
            var drawn = earlier is not null && IsDrawn(drawing, Path.Combine(earlier, charts[i].FileName));
            foreach (var format in formats)
            {
                var name = Path.ChangeExtension(charts[i].FileName, Picture.Ending(format));
                if (drawn && Path.Combine(earlier!, name) is var copied && File.Exists(copied))
                {
                    File.Copy(copied, Path.Combine(folder, name), overwrite: true);
                }
                else
                {
                    File.WriteAllBytes(Path.Combine(folder, name), Picture.Render(drawing, format));
                }
            }

            missing[i] = unavailable is null ? Picture.MissingCharacters(drawing) : "";
            written?.Invoke(Interlocked.Increment(ref count));
        });
        var characters = string.Concat(string.Concat(missing).EnumerateRunes().Distinct());
        return new WrittenCharts(charts.Count, unavailable, characters);
    }

    // All marks of a drawing are in its SVG, from which the other formats differ in nothing but their form.
    private static bool IsDrawn(Drawing drawing, string path) =>
        File.Exists(path) && Picture.Render(drawing, PictureFormat.Svg).AsSpan().SequenceEqual(File.ReadAllBytes(path));
}

/// <summary>The result of <see cref="ChartFiles.Write"/>.</summary>
/// <param name="Count">Number of charts.</param>
/// <param name="Unavailable">The reason why there are SVG files alone; null if there are all formats.</param>
/// <param name="MissingCharacters">Characters that the font of PNG and PDF lacks, each once; they show a box for them.</param>
public sealed record WrittenCharts(int Count, PictureException? Unavailable, string MissingCharacters)
{
    /// <summary>One line for people: the number, and what is missing.</summary>
    public override string ToString()
    {
        var remark =
            Unavailable is not null ? $", as SVG only: {Unavailable.What}"
            : MissingCharacters.Length > 0 ? $"; the font of PNG and PDF lacks {MissingCharacters}"
            : "";
        return $"{Quantity.Of(Count, "picture")}{remark}";
    }
}
