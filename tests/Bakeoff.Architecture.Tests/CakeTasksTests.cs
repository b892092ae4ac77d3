using System.Text.RegularExpressions;
using Bakeoff.Testing;

namespace Bakeoff.Architecture.Tests;

public sealed partial class CakeTasksTests
{
    [Fact]
    public void ReadMe_Commands_NameTasksThatExist()
    {
        var tasks = Directory
            .EnumerateFiles(Path.Combine(Fixture.RepositoryRoot, "build"), "*.cake")
            .SelectMany(f => TaskName().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value))
            .Concat(
                StageName()
                    .Matches(File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "build", "stages.json")))
                    .Select(m => Capitalised(m.Groups["name"].Value)))
            .ToHashSet(StringComparer.Ordinal);
        var named = Target()
            .Matches(File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "README.md")))
            .Select(m => m.Groups["name"].Value);
        named.Where(n => !tasks.Contains(n)).ShouldBeEmpty();
    }

    private static string Capitalised(string stage) => char.ToUpperInvariant(stage[0]) + stage[1..];

    [GeneratedRegex("\"name\": \"(?<name>\\w+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StageName();

    [GeneratedRegex("Task\\(\"(?<name>\\w+)\"\\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TaskName();

    [GeneratedRegex("--target=(?<name>\\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Target();
}
