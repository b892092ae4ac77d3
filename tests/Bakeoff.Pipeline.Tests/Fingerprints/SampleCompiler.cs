using Bakeoff.Pipeline.Fingerprints;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Bakeoff.Pipeline.Tests.Fingerprints;

/// <summary>Compiles small sources into a temporary folder and digests what their type <c>Sample.Stage</c> reaches.</summary>
internal sealed class SampleCompiler : IDisposable
{
    public const string Main = "Sample";
    public const string Library = "Library";
    public const string Package = "Package";

    private static readonly List<PortableExecutableReference> Runtime =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p =>
                Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(p) is "Bakeoff.Pipeline.dll" or "Bakeoff.Options.dll")
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff-code-").FullName;

    /// <summary>Digests of the stage in <see cref="Main"/>, which may use <see cref="Library"/> and <see cref="Package"/>.</summary>
    public IReadOnlyDictionary<string, string> DigestsOf(
        string main,
        string library = "",
        string package = "",
        IEnumerable<ResourceDescription>? resources = null)
    {
        Compile(Package, package, [], resources: null);
        Compile(Library, library, [Package], resources: null);
        Compile(Main, main, [Package, Library], resources);
        return new CodeGraph(_folder, [Main, Library], ["Bakeoff.Pipeline"]).DigestsFrom([TypeNames.Key(Main, "Sample.Stage")]);
    }

    /// <summary>Keys of the types that count for the stage in <see cref="Main"/>, with those of Bakeoff.Pipeline itself.</summary>
    public IReadOnlyList<string> TypesBehind(string main)
    {
        Compile(Main, main, [], resources: null);
        File.Copy(typeof(CodeGraph).Assembly.Location, Path.Combine(_folder, "Bakeoff.Pipeline.dll"), overwrite: true);
        return new CodeGraph(_folder, [Main, "Bakeoff.Pipeline"], []).TypesFrom([TypeNames.Key(Main, "Sample.Stage")]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Compile(string name, string source, string[] uses, IEnumerable<ResourceDescription>? resources)
    {
        var path = Path.Combine(_folder, name + ".dll");
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            deterministic: true,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true);
        var references = Runtime.Concat(uses.Select(u => MetadataReference.CreateFromFile(Path.Combine(_folder, u + ".dll"))));
        using var file = File.Create(path);
        var emitted = CSharpCompilation
            .Create(name, [CSharpSyntaxTree.ParseText("using System;\n" + source)], references, options)
            .Emit(file, manifestResources: resources);
        emitted.Success.ShouldBeTrue(string.Join('\n', emitted.Diagnostics));
    }
}
