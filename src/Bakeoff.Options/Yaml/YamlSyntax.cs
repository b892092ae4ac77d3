using YamlDotNet.Core;

namespace Bakeoff.Options.Yaml;

/// <summary>Turns an error of the YAML parser into a problem with a next step.</summary>
internal static class YamlSyntax
{
    /// <summary>Adds the problem behind an exception: tabs by name, everything else in the parser's words.</summary>
    public static void Explain(YamlException exception, string text, Func<Mark, ValueOrigin> originOf, ProblemList problems)
    {
        // An error about a tab names the place where the enclosing mapping starts, so that every line has to be looked at.
        var lastLine = exception.Message.Contains("tab", StringComparison.Ordinal) ? int.MaxValue : (int)exception.Start.Line;
        if (FindTab(text, lastLine) is { } tab)
        {
            problems.Add(originOf(tab), "", null, "spaces", "the line is indented with a tab, expected spaces. Replace the tab by spaces.");
            return;
        }

        var what = exception.Message.TrimEnd('.');
        problems.Add(
            originOf(exception.Start),
            "",
            null,
            "YAML",
            $"this is not valid YAML: {char.ToLowerInvariant(what[0])}{what[1..]}. "
            + "Check indentation, colons, brackets and quotes here and one line above.");
    }

    /// <summary>A tab in the indentation of a line up to the last one given.</summary>
    private static Mark? FindTab(string text, int lastLine)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < Math.Min(lines.Length, lastLine); i++)
        {
            var indent = lines[i].Length - lines[i].TrimStart(' ', '\t').Length;
            var tab = lines[i].AsSpan(0, indent).IndexOf('\t');
            if (tab >= 0 && lines[i].AsSpan().Trim().Length > 0)
            {
                return new Mark(0, i + 1, tab + 1);
            }
        }

        return null;
    }
}
