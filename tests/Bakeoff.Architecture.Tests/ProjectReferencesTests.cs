using System.Xml.Linq;
using Bakeoff.Testing;

namespace Bakeoff.Architecture.Tests;

public sealed class ProjectReferencesTests
{
    /// <summary>Dependencies point down only; a project may see what is listed here and nothing else.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Bakeoff.Numerics"] = [],
        ["Bakeoff.Pipeline"] = [],
        ["Bakeoff.Mlflow"] = [],
        ["Bakeoff.Reports"] = [],
        ["Bakeoff.Audio"] = ["Bakeoff.Numerics"],
        ["Bakeoff.Neural"] = ["Bakeoff.Numerics"],
        ["Bakeoff.TorchSharp"] = ["Bakeoff.Neural"],
        ["Bakeoff.Onnx"] = ["Bakeoff.Audio", "Bakeoff.Neural"],
        ["Bakeoff.Experiments"] = ["Bakeoff.Audio", "Bakeoff.Mlflow", "Bakeoff.Neural", "Bakeoff.Onnx", "Bakeoff.Pipeline", "Bakeoff.Reports"],
        ["Bakeoff.Serving"] = ["Bakeoff.Experiments", "Bakeoff.Reports"],
        ["Bakeoff.Cli"] = ["Bakeoff.Experiments", "Bakeoff.Serving"],
    };

    public static TheoryData<string> Projects() => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_FollowTheGuide(string project) =>
        References(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/'))).Order(StringComparer.Ordinal).ShouldBe(Allowed[project]);

    [Fact]
    public void Source_HasNoOtherProject() =>
        Directory.GetDirectories(Path.Combine(Fixture.RepositoryRoot, "src")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)
            .ShouldBe(Allowed.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void PackageReferences_EachPackage_IsSeenByOneProject()
    {
        var shared = Allowed.Keys
            .SelectMany(project => References(project, "PackageReference").Select(package => (package, project)))
            .GroupBy(p => p.package, p => p.project)
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g)}");

        // Retries are needed by the tracking client, which stands alone, and by downloads; neither hands Polly's types on.
        shared.ShouldBe(["Polly.Core: Bakeoff.Mlflow, Bakeoff.Experiments"]);
    }

    [Fact]
    public void PackageVersions_StandInOnePlace()
    {
        var versioned = Directory.EnumerateFiles(Fixture.RepositoryRoot, "*.csproj", SearchOption.AllDirectories)
            .Where(p => !p.Contains("artifacts", StringComparison.Ordinal))
            .Where(p => XDocument.Load(p).Descendants("PackageReference").Any(r => r.Attribute("Version") is not null));
        versioned.ShouldBeEmpty();
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(Fixture.RepositoryRoot, "src", project, project + ".csproj")).Descendants(kind).Select(r => r.Attribute("Include")!.Value);
}
