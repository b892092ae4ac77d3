using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bakeoff.Audio.Decoding;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Numerics;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;
using Bakeoff.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Bakeoff.Extending.Tests;

/// <summary>
/// Compiles docs/extend.md into an assembly that adds one of each kind, and trains with them from the page's YAML. A process of its own,
/// because
/// kinds are registered for the whole process.
/// </summary>
public sealed partial class ExtendGuideTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "docs", "extend.md"));
    private static readonly Lazy<Assembly> Extension = new(Compile);
    private readonly string _root = Directory.CreateTempSubdirectory("bakeoff extending ").FullName;

    public ExtendGuideTests() => WriteProject();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Network_OfThePage_TrainsFromYaml()
    {
        var results = await RunAsync("count");

        Read(results, "metrics.json").ShouldContain("test_error_rate");
        Read(results, "feature-names.txt", "featurize").ShouldContain("peak");
        Read(results, "model/model.json").ShouldContain("\"scale\"");
        Read(results, "count.txt").ShouldEndWith("clips, seed 3\n");
    }

    [Fact]
    public async Task Classifier_OfThePage_TrainsFromYaml()
    {
        var results = await RunAsync(
            "evaluate",
            "model=null",
            "training=null",
            "classifier={candidates: [nearest_mean: {}]}",
            "features.summary=mean");

        using var metrics = JsonDocument.Parse(Read(results, "metrics.json"));
        metrics.RootElement.GetProperty("test_uar").GetDouble().ShouldBeGreaterThan(0.8);
        metrics.RootElement.GetProperty("test_error_rate_low").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        Read(results, "model/model.json").ShouldContain("nearest_mean");
    }

    [Fact]
    public async Task Code_OfTheExtension_CountsInFingerprints()
    {
        _ = Extension.Value;
        await using var session = ExperimentSession.Open(new Workspace(_root), "mine", [$"dataset.source={_root}/recordings"], threads: 1);

        session.Describe("train").Single(content => content.Stage == "train").Code.Keys.ShouldContain("Bakeoff.Sample");
    }

    private async Task<string> RunAsync(string target, params string[] sets)
    {
        _ = Extension.Value;
        var workspace = new Workspace(_root);
        await using var session = ExperimentSession.Open(workspace, "mine", [$"dataset.source={_root}/recordings", .. sets], threads: 2);
        await session.RunAsync(target, force: false, new Silent(), TestContext.Current.CancellationToken);
        return workspace.ResultsFolder(session.Experiment.Name);
    }

    private string Read(string results, string file, string? stage = null) =>
        stage is null
            ? File.ReadAllText(Path.Combine(results, file))
            : File.ReadAllText(
                Directory.EnumerateFiles(Path.Combine(_root, "artifacts", "store", stage), file, SearchOption.AllDirectories).Single());

    // Forty tones and noises of two labels and two speakers.
    private void WriteProject()
    {
        var yaml = Block("yaml").ToList();
        Write("experiments/datasets/mine.yaml", yaml[0]);
        Write("experiments/mine.yaml", yaml[1]);
        Directory.CreateDirectory(Path.Combine(_root, "recordings"));
        var lines = new List<string>();
        for (var clip = 0; clip < 40; clip++)
        {
            var random = new SeededRandom((ulong)clip, "clip");
            var isTone = clip % 2 == 0;
            var samples = Enumerable
                .Range(0, 8000)
                .Select(n => isTone ? 0.5f * MathF.Sin(n * (0.1f + (0.001f * clip))) : 0.4f * ((2 * random.NextSingle()) - 1))
                .ToArray();
            using var stream = File.Create(Path.Combine(_root, "recordings", $"c{clip:00}.wav"));
            WavWriter.Write16(stream, samples, 16000);
            lines.Add($"c{clip:00}.wav {(isTone ? "tone" : "noise")} s{clip % 4 / 2}");
        }

        Write("recordings/clips.txt", string.Join('\n', lines) + "\n");
    }

    private void Write(string relative, string text)
    {
        var path = Path.Combine(_root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    // Beside the test's own assemblies, where the fingerprints of code look for it.
    private static Assembly Compile()
    {
        var code = string.Join('\n', Block("csharp"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var globals =
            "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
            + "global using System.Threading; global using System.Threading.Tasks;";
        var compilation = CSharpCompilation.Create(
            "Bakeoff.Sample",
            [CSharpSyntaxTree.ParseText(globals, cancellationToken: default), CSharpSyntaxTree.ParseText(code, cancellationToken: default)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var path = Path.Combine(AppContext.BaseDirectory, "Bakeoff.Sample.dll");
        var result = compilation.Emit(path);
        result
            .Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString())
            .ShouldBeEmpty();
        var assembly = Assembly.LoadFrom(path);
        assembly.GetType("Sample.Extensions")!.GetMethod("Register")!.Invoke(null, null);
        return assembly;
    }

    private static IEnumerable<string> Block(string language) =>
        CodeBlock().Matches(Page).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["code"].Value);

    [GeneratedRegex("```(?<language>\\w+)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeBlock();

    private sealed class Silent : IPipelineObserver
    {
        public void StageUpToDate(IStage stage, StoreEntry entry) { }

        public void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons) { }

        public void StageWaiting(IStage stage) { }

        public void StageProgressed(IStage stage, StageProgress progress) { }

        public void StageFinished(IStage stage, StoreEntry entry) { }

        public void EntryDamaged(IStage stage, string damage, string setAsideAt) { }
    }
}
