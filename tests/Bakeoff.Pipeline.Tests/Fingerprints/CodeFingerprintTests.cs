using System.Text;
using Microsoft.CodeAnalysis;

namespace Bakeoff.Pipeline.Tests.Fingerprints;

/// <summary>Compiles small sources and asks whether the digest of a stage moves. A change that is missed would give stale results, silently.</summary>
public sealed class CodeFingerprintTests : IDisposable
{
    private const string Source = """
        using System.Collections.Generic;
        using System.Linq;
        using System.Runtime.CompilerServices;
        using System.Text.Json.Serialization;
        using System.Threading.Tasks;
        namespace Sample;
        public interface IFilter { double Apply(double x); double Twice(double x) => Apply(Apply(x)) + 20; }
        public sealed class Doubling : IFilter { public double Apply(double x) => x * 2.0; }
        public abstract class Layer { public abstract double Forward(double x); public virtual double Backward(double x) => x - 30; }
        public class Dense : Layer { public override double Forward(double x) => x + 31; }
        public sealed class Wide : Dense { public override double Backward(double x) => x - 32; }
        public interface IKernel { static abstract double Step(double x); }
        public readonly struct Sine : IKernel { public static double Step(double x) => x + 33; }
        public static class Table { public static readonly int[] Values = new int[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }; public const double Constant = 0.97; }
        public static class Late { public static readonly double Value; static Late() { Value = 34; } }
        public static class Generic { public static T Pick<T>(T a, T b) where T : IComparable<T> => a.CompareTo(b) > 35 ? a : b; }
        public sealed class Pair : IComparable<Pair> { public int CompareTo(Pair other) => 36; }
        public enum Mode { Fast = 37, Slow = 38 }
        public static class Text { public static ReadOnlySpan<byte> Magic => "RIFF"u8; public static int Of(string s) => s switch { "mfcc" => 39, "mel" => 40, "a" => 1, "b" => 2, "c" => 3, "d" => 4, "e" => 5, "f" => 6, _ => 7 }; }
        public sealed record Settings([property: JsonPropertyName("rate")] int Rate = 41) { public int Depth { get; init; } = 42; [JsonPropertyName("size")] public int Size { get; init; } }
        [InlineArray(4)] public struct Four { private double _first; }
        [JsonDerivedType(typeof(Listed), "listed")] public abstract record Shape;
        public sealed record Listed : Shape { public int Sides { get; init; } = 43; }
        public static class Native { [System.Runtime.InteropServices.DllImport("libone")] public static extern int Call(); }
        public static class Start { public static int Base; [ModuleInitializer] public static void Set() { Base = 44; } }
        public static class Chart { public static string Draw() => "chart"; }
        [Bakeoff.Pipeline.Fingerprints.OutsideFingerprint("watches only")]
        public static class Watch { public static void Tell() => Console.WriteLine("one"); }
        [Bakeoff.Pipeline.Fingerprints.OutsideFingerprint("carries only")]
        public abstract class Carrier { public abstract double Work(double x); public double Begin(double x) => Work(x); }
        public sealed class Sibling : Carrier { public override double Work(double x) => x + 60; }
        public sealed class Stage : Carrier
        {
            public override double Work(double x) => x + 61;
            private readonly IFilter _filter;
            private readonly Layer _layer;
            public Stage(IFilter filter, Layer layer) { _filter = filter; _layer = layer; }
            public double Run(double x)
            {
                Watch.Tell();
                Func<double, double> scale = y => y * Table.Constant;
                double Shift(double z) => z + 50;
                try { x = Step<Sine>(x); } catch (Exception fault) when (fault.Message.Length > 51) { x = 0; }
                return scale(_filter.Apply(x)) + Table.Values[2] + _layer.Forward(x) + _layer.Backward(x) + Shift(x) + Late.Value + (int)Mode.Fast + Text.Magic.Length + Text.Of("mel");
            }
            private static double Step<T>(double x) where T : IKernel => T.Step(x);
            public async Task<int> Later() { await Task.Delay(52); return 53; }
            public IEnumerable<int> Each() { yield return 54; yield return 55; }
            public object More() => (Generic.Pick(new Pair(), new Pair()), new Settings().Size, default(Four), Native.Call(), Start.Base);
            public int Sides(IReadOnlyList<Shape> shapes) => shapes.Count(s => s is not null);
        }
        """;

    private const string User = "namespace Sample { public sealed class Stage { public double Run() => Library.Scale.Factor + Library.Scale.Table[0] + Package.Tool.Value() + Same.Name.Of(); } }\n"
        + "namespace Same { internal static class Name { public static int Of() => 1; } }";

    private const string Library = "namespace Library { public static class Scale { public const double Factor = 2.5; public static readonly double[] Table = { 1.5, 2.5 }; public static int Other() => Same.Name.Of(); } }\n"
        + "namespace Same { internal static class Name { public static int Of() => 2; } }";

    private const string Package = "[assembly: System.Reflection.AssemblyVersion(\"1.2.0.0\")]\nnamespace Package { public static class Tool { public static int Value() => 1; } }";

    private readonly SampleCompiler _compiler = new();

    public void Dispose() => _compiler.Dispose();

    [Theory]
    [InlineData("x * 2.0", "x * 2.5", "code behind an interface")]
    [InlineData("+ 20;", "+ 21;", "a default interface member")]
    [InlineData("x + 31", "x + 30", "an override of a class that nothing names")]
    [InlineData("x - 32", "x - 31", "an override two classes down")]
    [InlineData("x - 30", "x - 29", "a virtual method's own body")]
    [InlineData("x + 33", "x + 34", "a static abstract member")]
    [InlineData("Constant = 0.97", "Constant = 0.95", "a constant")]
    [InlineData("7, 8, 9 }", "7, 8, 10 }", "constant data")]
    [InlineData("Value = 34", "Value = 35", "a static constructor")]
    [InlineData("> 35", "> 36", "a generic method")]
    [InlineData("=> 36", "=> 37", "a method that only the runtime calls")]
    [InlineData("Fast = 37", "Fast = 36", "an enum's value")]
    [InlineData("\"RIFF\"u8", "\"RIFX\"u8", "a UTF-8 literal")]
    [InlineData("\"mel\" => 40", "\"mel\" => 41", "an arm of a switch over strings")]
    [InlineData("\"mel\" => 40", "\"mal\" => 40", "a label of a switch over strings")]
    [InlineData("Rate = 41", "Rate = 40", "a default argument that a serializer reads")]
    [InlineData("= 42;", "= 43;", "a property's initial value")]
    [InlineData("\"size\"", "\"length\"", "an attribute that a serializer reads")]
    [InlineData("InlineArray(4)", "InlineArray(5)", "the length of an inline array")]
    [InlineData("Sides { get; init; } = 43", "Sides { get; init; } = 44", "a type that an attribute lists for a serializer")]
    [InlineData("libone", "libtwo", "a native library")]
    [InlineData("Base = 44", "Base = 45", "a module initializer")]
    [InlineData("y => y *", "y => y +", "a lambda")]
    [InlineData("z + 50", "z + 51", "a local function")]
    [InlineData("Length > 51", "Length > 52", "an exception filter")]
    [InlineData(
        "Step<Sine>(x); }",
        "Step<Sine>(x); } catch (InvalidOperationException) { }",
        "the type that is caught",
        "catch (Exception fault) when (fault.Message.Length > 51) { x = 0; }",
        "")]
    [InlineData("return 53", "return 54", "an async method")]
    [InlineData("yield return 55", "yield return 56", "an iterator")]
    [InlineData("Values[2]", "Values[3]", "an index")]
    [InlineData("x + 61", "x + 62", "an override of a base class that only carries")]
    public void Of_ResultCodeChanged_DigestMoves(string before, string after, string what, string more = "", string instead = "") =>
        DigestOf(Changed(more.Length == 0 ? Source : Source.Replace(more, instead), before, after)).ShouldNotBe(DigestOf(Source), what);

    [Theory]
    [InlineData("\"chart\"", "\"other chart\"", "code that the stage does not reach")]
    [InlineData("public sealed class Stage", "// A remark.\n\n/* and another */ public sealed class Stage", "a comment")]
    [InlineData("\"one\"", "\"two\"", "code that only watches")]
    [InlineData("x + 60", "x + 59", "another class behind a base class that only carries")]
    [InlineData("=> Work(x);", "=> Work(x + 1);", "a base class that only carries")]
    [InlineData(
        "public static class Chart {",
        "public static class Another { public static int X() => 3; }\npublic static class Chart {",
        "a new type")]
    [InlineData("filter, Layer layer) { _filter = filter;", "f, Layer layer) { _filter = f;", "a parameter's name")]
    [InlineData("public double Run", "[System.Diagnostics.DebuggerStepThrough] public double Run", "an attribute for debuggers")]
    public void Of_OtherTextChanged_DigestStays(string before, string after, string what) =>
        DigestOf(Changed(Source, before, after)).ShouldBe(DigestOf(Source), what);

    [Theory]
    [InlineData("Factor = 2.5", "Factor = 3.5", "a constant that the compiler copies into its users")]
    [InlineData("{ 1.5, 2.5 }", "{ 1.5, 2.75 }", "a table in another assembly")]
    [InlineData("Of() => 2", "Of() => 3", "the other of two types with one name")]
    public void Of_LibraryChanged_DigestMoves(string before, string after, string what) =>
        Text(_compiler.DigestsOf(User, Changed(Library, before, after), Package)).ShouldNotBe(Text(_compiler.DigestsOf(User, Library, Package)), what);

    [Fact]
    public void Of_TypesOfOneNameInTwoAssemblies_EachCounts() =>
        Text(_compiler.DigestsOf(Changed(User, "Of() => 1", "Of() => 5"), Library, Package)).ShouldNotBe(Text(_compiler.DigestsOf(User, Library, Package)));

    [Fact]
    public void Of_PackageOfAnotherBuild_MovesItsIdentityOnly()
    {
        var before = _compiler.DigestsOf(User, Library, Package);
        var after = _compiler.DigestsOf(User, Library, Changed(Package, "1.2.0.0", "1.3.0.0"));
        before["Package"].ShouldStartWith("1.2.0.0 ");
        after["Package"].ShouldStartWith("1.3.0.0 ");
        after["Sample"].ShouldBe(before["Sample"]);
        _compiler.DigestsOf(Changed(User, " + Package.Tool.Value()", string.Empty), Library, Package).Keys.ShouldNotContain("Package", "a package that is not used");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_EmbeddedFileChanged_MovesWhereCodeOpensIt(bool opens)
    {
        var source = "namespace Sample; public sealed class Stage { public object Run() => " + (opens ? "typeof(Stage).Assembly.GetManifestResourceStream(\"page.css\")" : "null") + "; }";
        (Styled("a { }") != Styled("b { }")).ShouldBe(opens);

        string Styled(string css) => Text(_compiler.DigestsOf(source, resources:
            [new ResourceDescription("first", () => new MemoryStream([1, 2, 3]), isPublic: true), new ResourceDescription("page.css", () => new MemoryStream(Encoding.UTF8.GetBytes(css)), isPublic: true)]));
    }

    private string DigestOf(string source) => Text(_compiler.DigestsOf(source));

    private static string Text(IReadOnlyDictionary<string, string> digests) => string.Join(' ', digests.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key}={d.Value}"));

    private static string Changed(string source, string before, string after)
    {
        source.ShouldContain(before);
        return source.Replace(before, after, StringComparison.Ordinal);
    }
}
