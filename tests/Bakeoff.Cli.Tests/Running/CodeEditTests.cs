using Bakeoff.Audio.Features;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Explore;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Split;
using Bakeoff.Experiments.Train;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>Edits Bakeoff's own sources, compiles them, and asks which stages would run again.</summary>
public sealed class CodeEditTests : IDisposable
{
    private const string Edited = "Bakeoff.Audio";

    /// <summary>The assemblies that count in the command.</summary>
    private static readonly string[] Assemblies =
    [
        "Bakeoff.Numerics",
        "Bakeoff.Options",
        "Bakeoff.Pipeline",
        Edited,
        "Bakeoff.Neural",
        "Bakeoff.Classifiers",
        "Bakeoff.Corpora",
        "Bakeoff.Models",
        "Bakeoff.Evaluation",
        "Bakeoff.Reports",
        "Bakeoff.Experiments",
    ];

    private static readonly Type[] Stages = [typeof(DownloadStage), typeof(IndexStage), typeof(ExploreStage), typeof(FeaturizeStage), typeof(SplitStage), typeof(TrainStage), typeof(EvaluateStage), typeof(ReportStage)];

    /// <summary>The lines that the SDK adds to every file of a project.</summary>
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff-edit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Featurize computes with the filterbank, explore and report draw with it; what follows reruns at the latest because its input differs.</summary>
    [Fact]
    public void Edit_OfTheMelScale_MovesTheStagesThatReachItAndACommentNone()
    {
        const string file = "Features/MelScale.cs";
        foreach (var path in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(p => !Path.GetFileName(p).StartsWith("Bakeoff.Cli", StringComparison.Ordinal)))
        {
            File.Copy(path, Path.Combine(_folder, Path.GetFileName(path)));
        }

        Compile(file, "HertzPerMel = 200.0 / 3.0", "HertzPerMel = 200.0 / 3.0");
        var original = Digests();
        Compile(file, "HertzPerMel = 200.0 / 3.0", "HertzPerMel = 201.0 / 3.0");
        var moved = Moved(original);
        new[] { nameof(ExploreStage), nameof(FeaturizeStage), nameof(ReportStage) }.ShouldBeSubsetOf(moved);
        moved.ShouldNotContain(nameof(DownloadStage));
        moved.ShouldNotContain(nameof(IndexStage));
        moved.ShouldNotContain(nameof(SplitStage));
        Compile(file, "// 27 mels cover", "/* another remark,\n in two lines */\n// 27 mels cover");
        Moved(original).ShouldBeEmpty();
    }

    /// <summary>Of the pipeline only tables decide a result: the store and the runner carry it.</summary>
    [Fact]
    public void Of_SplitStage_CountsTheTablesOfThePipelineAndNothingElseOfIt()
    {
        var code = new CodeFingerprint(AppContext.BaseDirectory, Assemblies, ["Bakeoff.Mlflow"], cachePath: null);
        code.Of([typeof(SplitStage)])["Bakeoff.Pipeline"].ShouldBe(code.Of([typeof(SplitTable)])["Bakeoff.Pipeline"]);
    }

    private List<string> Moved(Dictionary<Type, string> original)
    {
        var now = Digests();
        return [.. Stages.Where(s => original[s] != now[s]).Select(s => s.Name).Order(StringComparer.Ordinal)];
    }

    private Dictionary<Type, string> Digests()
    {
        var code = new CodeFingerprint(_folder, Assemblies, ["Bakeoff.Mlflow"], cachePath: null);
        return Stages.ToDictionary(s => s, s => string.Join(' ', code.Of([s]).OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key}={d.Value}")));
    }

    private void Compile(string file, string before, string after)
    {
        var root = Path.Combine(Fixture.RepositoryRoot, "src", Edited);
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var trees = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Text: File.ReadAllText(path)))
            .Select(source => CSharpSyntaxTree.ParseText(source.Path == Path.GetFullPath(Path.Combine(root, file)) ? Changed(source.Text, before, after) : source.Text, options))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(p) is "Bakeoff.Numerics.dll" or "Bakeoff.Options.dll")
            .Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create(Edited, trees, references, new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, deterministic: true, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable, metadataImportOptions: MetadataImportOptions.All));
        using var output = File.Create(Path.Combine(_folder, Edited + ".dll"));
        var emitted = compilation.Emit(output);
        emitted.Success.ShouldBeTrue(string.Join('\n', emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5)));
    }

    private static string Changed(string text, string before, string after)
    {
        text.ShouldContain(before);
        return text.Replace(before, after, StringComparison.Ordinal);
    }
}
