using System.Text.RegularExpressions;

namespace Bakeoff.Architecture.Tests;

/// <summary>The rules that give the same bits on every machine, for every project that computes a result.</summary>
public sealed partial class ArithmeticTests
{
    public static TheoryData<string> Projects() =>
        [
            "Bakeoff.Numerics", "Bakeoff.Audio", "Bakeoff.Codecs", "Bakeoff.Neural", "Bakeoff.Classifiers", "Bakeoff.Evaluation",
            "Bakeoff.Models",
        ];

    /// <summary>Platform mathematics differs between machines, so what reaches a result goes through DeterministicMath.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Results_CallNoPlatformMathematics(string project) => FindCode(project, PlatformMathematics()).ShouldBeEmpty();

    /// <summary>Sums whose order depends on the vector width give other bits on other machines.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Results_UseNoWidthDependentSums(string project) => FindCode(project, WidthDependent()).ShouldBeEmpty();

    private static IEnumerable<string> FindCode(string project, Regex pattern) => Sources.Product
        .Where(file => file.Project == project && !Pending.Arithmetic.Contains(project))
        .SelectMany(file => file.Lines
            .Select((line, index) => (Code: line.Trim(), Number: index + 1))
            .Where(line => !line.Code.StartsWith("//", StringComparison.Ordinal) && pattern.IsMatch(line.Code))
            .Select(line => $"{file.Path}({line.Number}): {line.Code}"));

    [GeneratedRegex(
        @"(?<![\w.])(System\.)?(Math|MathF)\."
            + @"(Exp|Log|Log10|Log2|Pow|Tanh|Sinh|Cosh|Sin|Cos|Tan|Atan|Atan2|Asin|Acos|Cbrt|SinCos|SinPi|CosPi)\("
            + @"|(float|double)\.(Exp|Log|Log10|Log2|Pow|Tanh|Sin|Cos|Tan|SinCos|Atan|Atan2)\(",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlatformMathematics();

    [GeneratedRegex(
        @"\bVector<|TensorPrimitives\.|MultiplyAddEstimate|ReciprocalEstimate|ReciprocalSqrtEstimate|Vector(128|256|512)\.(Sum|Dot)\(",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex WidthDependent();
}
