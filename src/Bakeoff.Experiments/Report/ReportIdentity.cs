using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Stages;
using Bakeoff.Options.Sweeps;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>The code and the stages that a result comes from, and the commands that repeat it.</summary>
/// <param name="experiment">Name of the experiment.</param>
/// <param name="place">Where the report is written.</param>
/// <param name="git">State of the project's files; null outside a repository.</param>
/// <param name="machine">The machine that writes the report.</param>
internal sealed class ReportIdentity(string experiment, ReportPlace place, GitState? git, MachineState machine)
{
    private const int MostFiles = 12;
    private const string EndOfFile = "END_OF_FILE";

    /// <summary>Versions, commit, digests of code and results.</summary>
    public IReadOnlyList<Fact> Code(IReadOnlyDictionary<string, StoreEntry> results)
    {
        var facts = new List<Fact>
        {
            new("Commit", Commit()),
        };
        facts.AddRange(RecordingDecoders.Behind(results).Select(static library => new Fact("Recordings decoded by", library.Name)));
        facts.AddRange(place.AddedKinds);
        if (results.TryGetValue(StageNames.Train, out var train))
        {
            var trainedOn = train.Record.MadeOn;
            facts.Add(new Fact("Trained on", trainedOn?.ToString() ?? "unknown: the training is of a version that did not note it"));
            facts.AddRange(trainedOn == machine ? [] : [new Fact("Page written on", machine.ToString())]);
            facts.Add(new Fact("Training fingerprint", train.Record.Fingerprint));
            facts.AddRange(
                train.Record.Content.Code.Select(code => new Fact("Code of the training, SHA-256", $"{code.Key}: {code.Value}")));
            facts.AddRange(
                train
                    .Record.Files.Where(f => f.Path.EndsWith(".safetensors", StringComparison.Ordinal))
                    .Select(f => new Fact($"SHA-256 of {f.Path}", f.Sha256)));
        }

        if (results.TryGetValue(StageNames.Evaluate, out var evaluation))
        {
            facts.AddRange(
                evaluation
                    .Record.Files.Where(f => f.Path is EvaluateStage.MetricsFile or EvaluateStage.PredictionsFile)
                    .Select(f => new Fact($"SHA-256 of {f.Path}", f.Sha256)));
        }

        return facts;
    }

    /// <summary>All stages before the report; those without result did not run.</summary>
    public static IReadOnlyList<StageRow> Stages(IReadOnlyDictionary<string, StoreEntry> results) =>
        [
            .. ReportStage.Definition.Inputs.Select(stage =>
                results.TryGetValue(stage, out var entry)
                    ? new StageRow(stage, StageOutcome.Done, entry.Record.Seconds, entry.Record.Fingerprint)
                    : new StageRow(stage, StageOutcome.NotRun)),
        ];

    /// <summary>Commands that make the same result again from a clone; a description that is in no commit is written by them.</summary>
    public IReadOnlyList<string> Reproduce()
    {
        var arguments = new List<string> { $"--experiment={VariantNames.PlainOf(experiment)}" };
        arguments.AddRange(place.CommandLine);
        var lines = new List<string>();
        lines.Add(git is null ? "# The project is in no git repository: the facts below name its code." : $"git checkout {git.Commit}");
        var descriptions = place.Descriptions.Where(IsInNoCommit).ToList();
        var others = Others(descriptions);
        if (others.Count > 0)
        {
            lines.Add("# Files that differed from the commit or are in none, and are not given here:");
            lines.AddRange(others.Take(MostFiles).Select(static file => $"#   {file}"));
            lines.AddRange(others.Count > MostFiles ? [$"#   and {others.Count - MostFiles} more"] : []);
        }

        lines.AddRange(descriptions.SelectMany(Written));
        if (place.Source.Path is { } path)
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
            lines.Add($"# PATH is the folder that holds your copy of {name}; {SameCopy(place.Source.Content)}.");
            arguments.Add($"--set=dataset.source=PATH/{name}");
        }

        // A project may have experiments alone, without the Cake files.
        var command = File.Exists(Path.Combine(place.Root, "build.sh")) ? "./build.sh --target=Report" : "bakeoff report";
        lines.Add($"{command} {string.Join(' ', arguments.Select(Quoted))}");
        return lines;
    }

    /// <summary>The sign by which a copy of the recordings is the same: an archive's digest, the digest of all of a folder.</summary>
    private static string SameCopy(ExternalInput? content) =>
        content is { Items.Count: 0 }
            ? $"its SHA-256 is {content.Digest}"
            : "the facts of the corpus above tell whether it is the same";

    private bool IsInNoCommit(string path) => git is null || git.Changes.Contains(InRepository(path), StringComparer.Ordinal);

    private List<string> Others(IReadOnlyList<string> descriptions)
    {
        var given = descriptions.Select(InRepository).ToHashSet(StringComparer.Ordinal);
        return git?.Changes.Where(file => !given.Contains(file)).ToList() ?? [];
    }

    /// <summary>The command that writes a file as it is here.</summary>
    private IEnumerable<string> Written(string path)
    {
        var name = Path.GetRelativePath(place.Root, path).Replace('\\', '/');
        return [$"cat > {Quoted(name)} <<'{EndOfFile}'", File.ReadAllText(path).TrimEnd('\r', '\n').ReplaceLineEndings("\n"), EndOfFile];
    }

    private string InRepository(string path) =>
        git is null ? path : Path.GetRelativePath(git.Root, path).Replace('\\', '/');

    private string Commit() =>
        git is null
            ? "unknown: the project is in no git repository"
            : $"{git.Commit} on {git.Branch}{(git.IsDirty ? ", with changes that are not committed" : string.Empty)}";

    /// <summary>The argument as a shell takes it whole.</summary>
    private static string Quoted(string argument) =>
        argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_=+./,:".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
