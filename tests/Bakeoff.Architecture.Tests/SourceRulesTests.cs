using System.Text.RegularExpressions;
using Bakeoff.Testing;

namespace Bakeoff.Architecture.Tests;

public sealed partial class SourceRulesTests
{
    private static readonly string[] ResultRooms = ["Bakeoff.Numerics", "Bakeoff.Audio", "Bakeoff.Neural", "Bakeoff.Classifiers", "Bakeoff.Evaluation"];

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(Fixture.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories);

    /// <summary>Platform mathematics differs between machines, so what reaches a result goes through DeterministicMath.</summary>
    [Fact]
    public void ResultRooms_CallNoPlatformMathematics()
    {
        var calls = ResultRooms.SelectMany(room => Sources($"src/{room}"))
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (file, line, number: index + 1)))
            .Where(l => !l.line.TrimStart().StartsWith("//", StringComparison.Ordinal) && PlatformMathematics().IsMatch(l.line))
            .Select(l => $"{Path.GetFileName(l.file)}({l.number}): {l.line.Trim()}");
        calls.ShouldBeEmpty();
    }

    /// <summary>Sums whose order depends on the vector width give other bits on other machines.</summary>
    [Fact]
    public void ResultRooms_UseNoWidthDependentSums()
    {
        var calls = ResultRooms.SelectMany(room => Sources($"src/{room}"))
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (file, line, number: index + 1)))
            .Where(l => !l.line.TrimStart().StartsWith("//", StringComparison.Ordinal) && WidthDependent().IsMatch(l.line))
            .Select(l => $"{Path.GetFileName(l.file)}({l.number}): {l.line.Trim()}");
        calls.ShouldBeEmpty();
    }

    [Fact]
    public void Names_HaveNoCatchAll()
    {
        var vague = Sources("src").Select(f => Path.GetFileNameWithoutExtension(f)!).Where(n => VagueName().IsMatch(n));
        vague.ShouldBeEmpty();
    }

    [Fact]
    public void Sources_HaveNoUnfinishedBusiness()
    {
        var marks = Sources("src").Concat(Sources("tests"))
            .Where(f => Path.GetFileName(f) != "SourceRulesTests.cs")
            .SelectMany(f => File.ReadLines(f).Where(l => UnfinishedBusiness().IsMatch(l)).Select(l => $"{Path.GetFileName(f)}: {l.Trim()}"));
        marks.ShouldBeEmpty();
    }

    [GeneratedRegex(@"(?<![\w.])(System\.)?(Math|MathF)\.(Exp|Log|Log10|Log2|Pow|Tanh|Sinh|Cosh|Sin|Cos|Tan|Atan|Atan2|Asin|Acos|Cbrt|SinCos|SinPi|CosPi)\(|(float|double)\.(Exp|Log|Log10|Log2|Pow|Tanh|Sin|Cos|Tan|SinCos|Atan|Atan2)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlatformMathematics();

    [GeneratedRegex(@"\bVector<|TensorPrimitives\.|MultiplyAddEstimate|ReciprocalEstimate|ReciprocalSqrtEstimate|Vector(128|256|512)\.(Sum|Dot)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WidthDependent();

    [GeneratedRegex("(Utils|Utilities|Helper|Helpers|Manager|Common)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnfinishedBusiness();
}
