using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Stages;
using Bakeoff.Options.Sweeps;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>The code and the stages that a result comes from, and the commands that repeat it.</summary>
internal sealed class ReportIdentity(string experiment, ReportPlace place, GitState? git)
{
    /// <summary>Versions, commit, digests of code and results.</summary>
    public IReadOnlyList<Fact> Code(IReadOnlyDictionary<string, StoreEntry> results)
    {
        var facts = new List<Fact>
        {
            new("Bakeoff", typeof(ReportIdentity).Assembly.GetName().Version?.ToString(3) ?? "unknown"),
            new("Commit", Commit()),
        };
        if (results.TryGetValue(StageNames.Train, out var train))
        {
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

    /// <summary>Commands that make the same result again from a clone.</summary>
    public IReadOnlyList<string> Reproduce()
    {
        var arguments = new List<string> { $"--experiment={VariantNames.PlainOf(experiment)}" };
        arguments.AddRange(place.CommandLine);
        if (place.Source.Path is { } path)
        {
            arguments.Add($"--set=dataset.source=PATH/{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}");
        }

        var command = $"./build.sh --target=Report {string.Join(' ', arguments.Select(Quoted))}";
        return git is null
            ? [command]
            : [$"git checkout {git.Commit}{(git.IsDirty ? "   # and changes that were not committed" : string.Empty)}", command];
    }

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
