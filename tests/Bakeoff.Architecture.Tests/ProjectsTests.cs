using System.Xml.Linq;
using Bakeoff.Testing;

namespace Bakeoff.Architecture.Tests;

public sealed class ProjectsTests
{
    private const int LongestReadMe = 60;

    /// <summary>Dependencies point down only; a project may see what is listed here and nothing else.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        // Useful on their own: they see nothing of Bakeoff.
        ["Bakeoff.Numerics"] = [],
        ["Bakeoff.Mlflow"] = [],
        ["Bakeoff.Reports"] = [],
        ["Bakeoff.Options"] = ["Bakeoff.Numerics"],
        // One technique each; none of them sees another.
        ["Bakeoff.Audio"] = ["Bakeoff.Numerics", "Bakeoff.Options"],
        ["Bakeoff.Classifiers"] = ["Bakeoff.Numerics", "Bakeoff.Options"],
        ["Bakeoff.Neural"] = ["Bakeoff.Numerics", "Bakeoff.Options"],
        ["Bakeoff.Pipeline"] = ["Bakeoff.Numerics", "Bakeoff.Options"],
        ["Bakeoff.Codecs"] = ["Bakeoff.Audio", "Bakeoff.Numerics", "Bakeoff.Options"],
        ["Bakeoff.Encoders"] = ["Bakeoff.Audio", "Bakeoff.Neural", "Bakeoff.Numerics", "Bakeoff.Options"],
        ["Bakeoff.NWaves"] = ["Bakeoff.Audio", "Bakeoff.Numerics", "Bakeoff.Options"],
        ["Bakeoff.OnnxRuntime"] = ["Bakeoff.Neural", "Bakeoff.Numerics", "Bakeoff.Options"],
        ["Bakeoff.Pictures"] = ["Bakeoff.Options", "Bakeoff.Reports"],
        ["Bakeoff.TorchSharp"] = ["Bakeoff.Encoders", "Bakeoff.Neural", "Bakeoff.Numerics", "Bakeoff.Options"],
        // Techniques put together.
        ["Bakeoff.Corpora"] = ["Bakeoff.Audio", "Bakeoff.Numerics", "Bakeoff.Options", "Bakeoff.Pipeline"],
        ["Bakeoff.Models"] =
        [
            "Bakeoff.Audio", "Bakeoff.Classifiers", "Bakeoff.Codecs", "Bakeoff.Encoders", "Bakeoff.NWaves", "Bakeoff.Neural",
            "Bakeoff.Numerics", "Bakeoff.Options",
        ],
        ["Bakeoff.Onnx"] =
        [
            "Bakeoff.Audio", "Bakeoff.Classifiers", "Bakeoff.Models", "Bakeoff.Neural", "Bakeoff.Numerics", "Bakeoff.Options",
        ],
        ["Bakeoff.Evaluation"] =
        [
            "Bakeoff.Audio", "Bakeoff.Classifiers", "Bakeoff.Corpora", "Bakeoff.Models", "Bakeoff.Neural", "Bakeoff.Numerics",
            "Bakeoff.Options", "Bakeoff.Pipeline",
        ],
        // The experiment, and those who run it.
        ["Bakeoff.Experiments"] =
        [
            "Bakeoff.Audio", "Bakeoff.Classifiers", "Bakeoff.Codecs", "Bakeoff.Corpora", "Bakeoff.Encoders", "Bakeoff.Evaluation",
            "Bakeoff.Mlflow", "Bakeoff.Models", "Bakeoff.Neural", "Bakeoff.Numerics", "Bakeoff.Onnx", "Bakeoff.Options", "Bakeoff.Pictures",
            "Bakeoff.Pipeline", "Bakeoff.Reports",
        ],
        ["Bakeoff.Build"] = ["Bakeoff.Experiments", "Bakeoff.Models"],
        ["Bakeoff.Serving"] = ["Bakeoff.Models", "Bakeoff.Reports"],
        ["Bakeoff.Cli"] = ["Bakeoff.Experiments", "Bakeoff.Serving"],
    };

    public static TheoryData<string> Projects() => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_PointDown(string project) => References(project, "ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')))
        .Except(Allowed[project], StringComparer.Ordinal)
        .ShouldBeEmpty($"{project} may see {string.Join(", ", Allowed[project])} only");

    [Fact]
    public void AllowedReferences_HaveNoCycle()
    {
        var placed = new HashSet<string>(StringComparer.Ordinal);
        while (Allowed.Keys.FirstOrDefault(project => !placed.Contains(project) && Allowed[project].All(placed.Contains)) is { } next)
        {
            placed.Add(next);
        }

        Allowed.Keys.Except(placed, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Source_HasNoOtherProject() => Sources.Projects.ShouldBe(Allowed.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Tests_MirrorTheProjects()
    {
        // The optional engines are tested by Bakeoff.Experiments where they are installed, for they are in no solution.
        var untested = Allowed.Keys.Where(project => !Directory.Exists(Path.Combine(Fixture.RepositoryRoot, "tests", $"{project}.Tests")));
        untested.ShouldBe(["Bakeoff.OnnxRuntime", "Bakeoff.TorchSharp"]);
    }

    [Fact]
    public void PackageReferences_EachPackage_IsSeenByOneProject()
    {
        // Retries are needed by the tracking client, which stands alone, and by downloads; neither hands Polly's types on.
        // Tables are read and written by several; none hands CsvHelper's types on. Globs pick files in a corpus and for a fingerprint. Git
        // and sbatch are programs of different rooms.
        Dictionary<string, string[]> shared = new(StringComparer.Ordinal)
        {
            ["CliWrap"] = ["Bakeoff.Cli", "Bakeoff.Experiments"],
            ["CsvHelper"] = ["Bakeoff.Cli", "Bakeoff.Corpora", "Bakeoff.Experiments", "Bakeoff.Pipeline"],
            ["Microsoft.Extensions.FileSystemGlobbing"] = ["Bakeoff.Corpora", "Bakeoff.Experiments"],
            ["Polly.Core"] = ["Bakeoff.Corpora", "Bakeoff.Mlflow"],
        };
        Allowed.Keys
            .SelectMany(project => References(project, "PackageReference").Select(package => (Package: package, Project: project)))
            .GroupBy(reference => reference.Package, reference => reference.Project, StringComparer.Ordinal)
            .Where(group => group.Count() > 1 && group.Except(shared.GetValueOrDefault(group.Key, []), StringComparer.Ordinal).Any())
            .Select(group => $"{group.Key}: {string.Join(", ", group)}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void PackageVersions_StandInOnePlace() => Directory
        .EnumerateFiles(Fixture.RepositoryRoot, "*.csproj", SearchOption.AllDirectories)
        .Where(path => !path.Contains("artifacts", StringComparison.Ordinal))
        .Where(path => XDocument.Load(path).Descendants("PackageReference").Any(reference => reference.Attribute("Version") is not null))
        .ShouldBeEmpty();

    /// <summary>Members that another project needs are public and documented;
    /// src/Directory.Build.props opens each project to its own tests.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Internals_AreSeenByTheOwnTestsOnly(string project)
    {
        if (Pending.Internals.Contains(project))
        {
            return;
        }

        References(project, "InternalsVisibleTo").ShouldBeEmpty();
        Sources
            .Product.Where(file => file.Project == project && file.Facts.Named.Contains("InternalsVisibleToAttribute"))
            .Select(file => file.Path)
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void ReadMe_OfEachProject_FitsOnAPage(string project)
    {
        if (Pending.ReadMe.Contains(project))
        {
            return;
        }

        var path = Path.Combine(Fixture.RepositoryRoot, "src", project, "README.md");
        File.Exists(path).ShouldBeTrue($"{project} has no README.md");
        File.ReadLines(path).Count().ShouldBeLessThanOrEqualTo(LongestReadMe);
    }

    private static IEnumerable<string> References(string project, string kind) => XDocument
        .Load(Path.Combine(Fixture.RepositoryRoot, "src", project, project + ".csproj"))
        .Descendants(kind)
        .Select(reference => reference.Attribute("Include")!.Value);
}
