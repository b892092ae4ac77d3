using System.Text.RegularExpressions;
using Bakeoff.Testing;

namespace Bakeoff.Architecture.Tests;

public sealed partial class GlossaryTests
{
    /// <summary>The glossary's column of C# names goes along when a type or member is renamed.</summary>
    [Fact]
    public void Glossary_NamesInCSharp_Exist()
    {
        var words = Sources.Product.SelectMany(file => file.Lines).SelectMany(line => Word().Matches(line)).Select(match => match.Value)
            .ToHashSet(StringComparer.Ordinal);
        var column = -1;
        foreach (
            var line in File.ReadLines(Path.Combine(Fixture.RepositoryRoot, "docs", "glossary.md")).Where(line => line.StartsWith('|')))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            var heading = Array.IndexOf(cells, "C#");
            column = heading >= 0 ? heading : column;
            if (heading < 0)
            {
                Code()
                    .Matches(cells[column])
                    .SelectMany(match => match.Groups["code"].Value.Split('.'))
                    .Where(name => !words.Contains(name))
                    .ShouldBeEmpty(line);
            }
        }
    }

    [GeneratedRegex(@"\b[A-Z]\w*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
