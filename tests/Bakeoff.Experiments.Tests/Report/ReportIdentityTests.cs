using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Report;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Tests.Report;

public sealed class ReportIdentityTests : IDisposable
{
    private const string Commit = "3a1f0c5e";

    private static readonly MachineState Machine = new("Linux 6.1", "Some processor", 2, ".NET 10.0.1", "0.1.0");

    private static readonly Dictionary<string, string> Nothing = [];

    private readonly string _root = Directory.CreateTempSubdirectory("bakeoff identity ").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Description => Path.Combine(_root, "experiments", "mine.yaml");

    [Fact]
    public void Reproduce_CleanCommit_IsCheckoutAndCommand()
    {
        File.WriteAllText(Path.Combine(_root, "build.sh"), "");

        Reproduce(Git()).ShouldBe(["git checkout 3a1f0c5e", "./build.sh --target=Report --experiment=mine --set=training.epochs=2"]);
    }

    [Fact]
    public void Reproduce_ProjectWithoutCakeFiles_IsTheCommand() =>
        Reproduce(Git())[^1].ShouldBe("bakeoff report --experiment=mine --set=training.epochs=2");

    [Fact]
    public void Reproduce_UntrackedDescription_WritesItWhole()
    {
        WriteDescription("name: mine\r\nseed: 1\r\n");

        Reproduce(Git("experiments/mine.yaml"))
            .ShouldBe([
                "git checkout 3a1f0c5e",
                "cat > experiments/mine.yaml <<'END_OF_FILE'",
                "name: mine\nseed: 1",
                "END_OF_FILE",
                "bakeoff report --experiment=mine --set=training.epochs=2",
            ]);
    }

    [Fact]
    public void Reproduce_OtherFilesChanged_NamesWhatIsMissing()
    {
        WriteDescription("name: mine\n");
        string[] changes = ["experiments/mine.yaml", .. Enumerable.Range(10, 14).Select(static i => $"src/File{i}.cs")];

        var lines = Reproduce(Git(changes));

        lines[1].ShouldBe("# Files that differed from the commit or are in none, and are not given here:");
        lines[2].ShouldBe("#   src/File10.cs");
        lines[14].ShouldBe("#   and 2 more");
        lines.ShouldNotContain("#   experiments/mine.yaml");
        lines.ShouldContain("cat > experiments/mine.yaml <<'END_OF_FILE'");
    }

    [Fact]
    public void Reproduce_NoRepository_SaysSoAndWritesTheDescription()
    {
        WriteDescription("name: mine\n");

        var lines = Reproduce(git: null);

        lines[0].ShouldBe("# The project is in no git repository: the facts below name its code.");
        lines[2].ShouldBe("name: mine");
        Facts(madeOn: Machine, git: null).ShouldContain(new Fact("Commit", "unknown: the project is in no git repository"));
    }

    [Fact]
    public void Reproduce_LocalArchive_GivesItsDigest()
    {
        var archive = new RecordingsSource("/data/tess.zip", IsFolder: false, new ExternalInput("tess.zip", "0a1b2c", Nothing));
        var folder = new RecordingsSource(
            "/data/takes",
            IsFolder: true,
            new ExternalInput("takes", "d0", new Dictionary<string, string> { ["a.wav"] = "a0" }));

        Reproduce(Git(), archive)[1..]
            .ShouldBe([
                "# PATH is the folder that holds your copy of tess.zip; its SHA-256 is 0a1b2c.",
                "bakeoff report --experiment=mine --set=training.epochs=2 --set=dataset.source=PATH/tess.zip",
            ]);
        Reproduce(Git(), folder)[1]
            .ShouldBe("# PATH is the folder that holds your copy of takes; the facts of the corpus above tell whether it is the same.");
    }

    [Fact]
    public void Code_Repository_NamesCommitBranchAndChanges()
    {
        Facts(Machine, Git()).ShouldContain(new Fact("Commit", "3a1f0c5e on main"));
        Facts(Machine, Git("src/A.cs")).ShouldContain(new Fact("Commit", "3a1f0c5e on main, with changes that are not committed"));
    }

    /// <summary>A result of the store may be of another machine than the page.</summary>
    [Fact]
    public void Code_Training_NamesItsOwnMachine()
    {
        const string here = "Linux 6.1; Some processor, 2 logical processors; .NET 10.0.1; Bakeoff 0.1.0";
        var other = Machine with { Processor = "Another processor", Runtime = ".NET 10.0.0" };

        Machines(Machine).ShouldBe([new Fact("Trained on", here)]);
        Machines(other)
            .ShouldBe([
                new Fact("Trained on", "Linux 6.1; Another processor, 2 logical processors; .NET 10.0.0; Bakeoff 0.1.0"),
                new Fact("Page written on", here),
            ]);
        Machines(null)
            .ShouldBe([
                new Fact("Trained on", "unknown: the training is of a version that did not note it"),
                new Fact("Page written on", here),
            ]);
    }

    private List<Fact> Machines(MachineState? madeOn) =>
        [.. Facts(madeOn, Git()).Where(static fact => fact.Name.EndsWith(" on", StringComparison.Ordinal))];

    private IReadOnlyList<Fact> Facts(MachineState? madeOn, GitState? git)
    {
        var content = new FingerprintContent { Stage = "train", Parameters = Nothing, Inputs = Nothing, Code = Nothing };
        var record = new StoreRecord
        {
            Version = StoreRecord.CurrentVersion,
            Fingerprint = "f0",
            Content = content,
            Files = [],
            ExternalItems = Nothing,
            FinishedAt = DateTimeOffset.UnixEpoch,
            Seconds = 1,
            MadeOn = madeOn,
        };
        return Identity(git, RecordingsSource.None)
            .Code(new Dictionary<string, StoreEntry> { ["train"] = new(Path.Combine(_root, "train"), record) });
    }

    private string[] Reproduce(GitState? git, RecordingsSource? source = null) =>
        [.. Identity(git, source ?? RecordingsSource.None).Reproduce()];

    private ReportIdentity Identity(GitState? git, RecordingsSource source)
    {
        string[] descriptions = File.Exists(Description) ? [Description] : [];
        var place = new ReportPlace(
            _root,
            Path.Combine(_root, "artifacts"),
            source,
            ["--set=training.epochs=2"],
            descriptions,
            new Lazy<Task<GitState?>>(Task.FromResult(git)));
        return new ReportIdentity("mine", place, git, Machine);
    }

    private void WriteDescription(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Description)!);
        File.WriteAllText(Description, text);
    }

    private GitState Git(params string[] changes) =>
        new(Commit, "main", changes.Length > 0) { Changes = changes, Root = _root.Replace('\\', '/') + "/" };
}
