using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace Bakeoff.Cli.Output;

/// <summary>The room that a line has, and text that is made to fit.</summary>
internal static class Terminal
{
    private const string Ellipsis = "…";

    /// <summary>Narrower terminals get lines that they break themselves.</summary>
    private const int Narrowest = 40;

    /// <summary>
    /// Columns of a line, the last of the terminal left free, as some break the line after it. The variable <c>COLUMNS</c> wins; null in
    /// files and pipes without it, where nothing is cut. Asked each time: terminals are made wider and narrower.
    /// </summary>
    public static int? Columns =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            && asked > 0
            ? Math.Max(asked, Narrowest) - 1
        : Console.IsOutputRedirected ? null
        : Math.Max(Console.WindowWidth, Narrowest) - 1;

    /// <summary>Columns that a text takes: two for the wide letters of East Asia.</summary>
    public static int WidthOf(string text) => new Segment(text).CellCount();

    /// <summary>Text that takes at most some columns: a longer one loses its middle, as names differ at their ends.</summary>
    public static string Cut(string text, int width)
    {
        if (WidthOf(text) <= width)
        {
            return text;
        }

        var elements = StringInfo.GetTextElementEnumerator(text);
        var parts = new List<string>();
        while (elements.MoveNext())
        {
            parts.Add(elements.GetTextElement());
        }

        var head = TakeWhileFitting(parts, width / 2);
        var tail = TakeWhileFitting(Enumerable.Reverse(parts), width - 1 - WidthOf(string.Concat(head)));
        return new StringBuilder().AppendJoin("", head).Append(Ellipsis).AppendJoin("", Enumerable.Reverse(tail)).ToString();
    }

    private static List<string> TakeWhileFitting(IEnumerable<string> parts, int width)
    {
        var taken = new List<string>();
        foreach (var part in parts)
        {
            width -= WidthOf(part);
            if (width < 0)
            {
                break;
            }

            taken.Add(part);
        }

        return taken;
    }
}
