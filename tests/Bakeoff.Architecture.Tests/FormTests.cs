using System.Text.RegularExpressions;

namespace Bakeoff.Architecture.Tests;

/// <summary>Rules of form, for the sources of the product and of its tests.</summary>
public sealed partial class FormTests
{
    private const int Wall = 160;
    private const int UsualWidth = 140;
    private const double MostWide = 0.005;

    private static readonly string[] Kernels =
    [
        "src/Bakeoff.Numerics/Products/",
        "src/Bakeoff.Numerics/Fourier/",
        "tests/Bakeoff.Numerics.Tests/",
    ];

    /// <summary>The projects and the folders of the tests; <c>tests/Shared</c> counts as one.</summary>
    public static TheoryData<string> Folders() => [.. Sources.All.Select(file => file.Project).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Lines_FitOnAScreen(string folder)
    {
        if (Pending.Width.Contains(folder))
        {
            return;
        }

        var lines = Sources.All.Where(file => file.Project == folder)
            .SelectMany(file => file.Lines.Select((line, index) => (At: $"{file.Path}({index + 1})", line.Length)))
            .ToList();
        var wide = lines.Where(line => line.Length > UsualWidth).ToList();
        wide.Where(line => line.Length > Wall).Select(line => $"{line.At}: {line.Length} columns").ShouldBeEmpty();
        (wide.Count <= MostWide * lines.Count).ShouldBeTrue(
            $"{wide.Count} of {lines.Count} lines are beyond {UsualWidth} columns, such as "
                + $"{string.Join(", ", wide.Take(5).Select(line => line.At))}");
    }

    /// <summary>Kernels over matrices have the parameters that BLAS gave them; readers know
    /// those, and a record would cost time in each call.</summary>
    [Fact]
    public void ParameterLists_HaveAtMostSix()
    {
        var files = Sources.All.Where(file => !Kernels.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)));
        Findings(Pending.Parameters, files, facts => facts.LongParameterLists).ShouldBeEmpty();
    }

    /// <summary>A thread that waits for a task is lost for others, and may be the one that the task needs.</summary>
    [Fact]
    public void Product_DoesNotBlockOnTasks() =>
        Findings(Pending.BlockingCalls, Sources.Product, facts => facts.BlockingCalls).ShouldBeEmpty();

    [Fact]
    public void CaughtExceptionsAndTokens_HaveOneName() =>
        Findings(Pending.Names, Sources.All, facts => facts.OddNames).ShouldBeEmpty();

    [Fact]
    public void Summaries_BeginWithWhatTheyDescribe() => Sources.All
        .Where(file => !Pending.OpeningWords.Contains(file.Project))
        .SelectMany(file => OpeningWord().Matches(string.Join('\n', file.Lines)).Select(match => $"{file.Path}: {match.Value}"))
        .ShouldBeEmpty();

    [Fact]
    public void Names_HaveNoCatchAll() => Sources.Product
        .Select(file => Path.GetFileNameWithoutExtension(file.Path))
        .Where(name => VagueName().IsMatch(name))
        .ShouldBeEmpty();

    [Fact]
    public void Sources_HaveNoUnfinishedBusiness() => Sources.All
        .Where(file => !file.Path.EndsWith($"/{nameof(FormTests)}.cs", StringComparison.Ordinal))
        .SelectMany(file => file.Lines.Where(line => UnfinishedBusiness().IsMatch(line)).Select(line => $"{file.Path}: {line.Trim()}"))
        .ShouldBeEmpty();

    private static IEnumerable<string> Findings(
        string[] pending,
        IEnumerable<SourceFile> files,
        Func<SourceFacts, IEnumerable<string>> find) =>
        files
            .Where(file => !pending.Contains(file.Project))
            .SelectMany(file => find(file.Facts).Select(finding => $"{file.Path}:{finding}"));

    [GeneratedRegex(
        @"<summary>\s*(///\s*)?(Whether|What|How|Says|Tells|Hears)\b.{0,40}",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex OpeningWord();

    [GeneratedRegex("(Utils|Utilities|Helper|Helpers|Manager|Common)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnfinishedBusiness();
}
