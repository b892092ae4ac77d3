using Bakeoff.Pipeline.Fingerprints;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Bakeoff.Pipeline.Tests.Fingerprints;

/// <summary>Compiles small sources and asks whether the digest of a stage moves.</summary>
public sealed class CodeFingerprintTests : IDisposable
{
    private const string Source = """
        using System;
        namespace Sample;
        public interface IFilter { double Apply(double x); }
        public sealed class Doubling : IFilter { public double Apply(double x) => x * 2.0; }
        public static class Table { public static readonly int[] Values = new int[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }; public const double Constant = 0.97; }
        public static class Chart { public static string Draw() => "chart"; }
        [Bakeoff.Pipeline.Fingerprints.OutsideFingerprint("watches only")]
        public static class Watch { public static void Tell() => Console.WriteLine("one"); }
        public sealed class Stage
        {
            private readonly IFilter _filter;
            public Stage(IFilter _filter) { _filter = _filter; }
            public double Run(double x)
            {
                Watch.Tell();
                Func<double, double> scale = y => y * Table.Constant;
                return scale(_filter.Apply(x)) + Table.Values[2];
            }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff-code-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("x * 2.0", "x * 2.5", "code behind an interface")]
    [InlineData("Constant = 0.97", "Constant = 0.95", "a constant")]
    [InlineData("7, 8, 9 }", "7, 8, 10 }", "constant data")]
    [InlineData("y => y *", "y => y +", "a lambda")]
    [InlineData("Values[2]", "Values[3]", "an index")]
    public void Of_ResultCodeChanged_DigestMoves(string before, string after, string what) =>
        DigestOf(Source.Replace(before, after)).ShouldNotBe(DigestOf(Source), what);

    [Theory]
    [InlineData("\"chart\"", "\"other chart\"", "code that the stage does not reach")]
    [InlineData("public sealed class Stage", "// A remark.\n\n/* and another */ public sealed class Stage", "a comment")]
    [InlineData("\"one\"", "\"two\"", "code that only watches")]
    [InlineData("public static class Chart {", "public static class Another { public static int X() => 3; }\npublic static class Chart {", "a new type")]
    public void Of_OtherTextChanged_DigestStays(string before, string after, string what) =>
        DigestOf(Source.Replace(before, after)).ShouldBe(DigestOf(Source), what);

    private string DigestOf(string source)
    {
        var path = Path.Combine(_folder, "Sample.dll");
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is "System.Runtime.dll" or "System.Private.CoreLib.dll" or "System.Console.dll" or "Bakeoff.Pipeline.dll")
            .Select(p => MetadataReference.CreateFromFile(p));
        var emitted = CSharpCompilation.Create("Sample", [CSharpSyntaxTree.ParseText(source)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, deterministic: true, optimizationLevel: OptimizationLevel.Release)).Emit(path);
        emitted.Success.ShouldBeTrue(string.Join('\n', emitted.Diagnostics));
        return string.Join(' ', new CodeGraph(_folder, ["Sample"]).DigestsFrom(["Sample.Stage"]).Select(d => $"{d.Key}={d.Value}"));
    }
}
