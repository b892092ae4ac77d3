using System.Text.RegularExpressions;
using Bakeoff.Corpora.Formats;

namespace Bakeoff.Corpora.Columns;

/// <summary>Rows among the lines of a text file: those that a regular expression fits as a whole.</summary>
/// <remarks>Uses the non-backtracking engine: a user's pattern takes time linear in a line's length.</remarks>
internal static class LinePattern
{
    /// <summary>Names of the groups of a pattern, which are the columns of the rows.</summary>
    public static string[] GroupNames(string pattern) => [.. Compile(pattern).GetGroupNames().Where(static name => name != "0")];

    /// <summary>Reads the rows of a file.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="pattern">Regular expression with named groups.</param>
    /// <param name="encoding">Encoding of the file; null for UTF-8, or UTF-16 with a byte order mark.</param>
    /// <exception cref="DatasetException">The file is in another encoding.</exception>
    public static IReadOnlyList<TableRow> Read(string file, string pattern, string? encoding)
    {
        var regex = Compile(pattern);
        string[] names = GroupNames(pattern);
        var rows = new List<TableRow>();
        using var reader = new StringReader(TableText.Read(file, encoding, "metadata"));
        for (var (line, number) = (reader.ReadLine(), 1); line is not null; line = reader.ReadLine(), number++)
        {
            if (regex.Match(line) is { Success: true } match)
            {
                var groups = Array.ConvertAll(names, name => match.Groups[name]);
                var texts = Array.ConvertAll(groups, static group => group.Value.Trim());
                rows.Add(new TableRow(names, texts, file, number, Array.ConvertAll(groups, static group => group.Index + 1)));
            }
        }

        return rows;
    }

    private static Regex Compile(string pattern) =>
        new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
}
