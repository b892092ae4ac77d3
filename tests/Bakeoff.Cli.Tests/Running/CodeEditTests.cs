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

namespace Bakeoff.Cli.Tests.Running;

/// <summary>Edits Bakeoff's own compiled code, and asks which stages would run again.</summary>
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

    private static readonly Type[] Stages =
    [
        typeof(DownloadStage),
        typeof(IndexStage),
        typeof(ExploreStage),
        typeof(FeaturizeStage),
        typeof(SplitStage),
        typeof(TrainStage),
        typeof(EvaluateStage),
        typeof(ReportStage),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff-edit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// Featurize computes with the filterbank, explore and report draw with it; what follows reruns at the latest because its input
    /// differs. A build of the same code, as a changed remark gives, has nothing new but its identity.
    /// </summary>
    [Fact]
    public void Edit_OfTheMelScale_MovesTheStagesThatReachItAndAnotherBuildNone()
    {
        foreach (
            var path in Directory
                .EnumerateFiles(AppContext.BaseDirectory, "*.dll")
                .Where(p => !Path.GetFileName(p).StartsWith("Bakeoff.Cli", StringComparison.Ordinal)))
        {
            File.Copy(path, Path.Combine(_folder, Path.GetFileName(path)));
        }

        var original = Digests();

        // HertzPerMel, which the compiler copies into the instructions that use it.
        Edit(BitConverter.GetBytes(200.0 / 3.0), BitConverter.GetBytes(201.0 / 3.0));
        var moved = Moved(original);
        new[] { nameof(ExploreStage), nameof(FeaturizeStage), nameof(ReportStage) }.ShouldBeSubsetOf(moved);
        moved.ShouldNotContain(nameof(DownloadStage));
        moved.ShouldNotContain(nameof(IndexStage));
        moved.ShouldNotContain(nameof(SplitStage));
        Edit(typeof(FeatureOptions).Module.ModuleVersionId.ToByteArray(), new byte[16]);
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
        return Stages.ToDictionary(
            s => s,
            s => string.Join(' ', code.Of([s]).OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key}={d.Value}")));
    }

    /// <summary>Replaces bytes wherever they stand in the assembly as it was compiled.</summary>
    private void Edit(byte[] before, byte[] after)
    {
        var code = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, Edited + ".dll"));
        var places = 0;
        for (var rest = code.AsSpan(); rest.IndexOf(before) is >= 0 and var place; rest = rest[(place + before.Length)..])
        {
            after.CopyTo(rest[place..]);
            places++;
        }

        places.ShouldBeGreaterThan(0);
        File.WriteAllBytes(Path.Combine(_folder, Edited + ".dll"), code);
    }
}
