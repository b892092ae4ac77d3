using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Says which code and which stages a result comes from, and how to make it again.</summary>
internal static class ReportIdentity
{
    /// <summary>Versions, commit, digests of code and results.</summary>
    public static IReadOnlyList<Fact> Code(ReportSubject subject, IReadOnlyDictionary<string, StoreEntry> results)
    {
        var facts = new List<Fact> { new("Bakeoff", typeof(ReportIdentity).Assembly.GetName().Version?.ToString(3) ?? "unknown"), new("Commit", Commit(subject)) };
        if (results.TryGetValue(StageNames.Train, out var train))
        {
            facts.Add(new Fact("Training fingerprint", train.Record.Fingerprint));
            facts.AddRange(train.Record.Content.Code.Select(code => new Fact("Code of the training, SHA-256", $"{code.Key}: {code.Value}")));
            facts.AddRange(train.Record.Files.Where(f => f.Path.EndsWith(".safetensors", StringComparison.Ordinal)).Select(f => new Fact($"SHA-256 of {f.Path}", f.Sha256)));
        }

        if (results.TryGetValue(StageNames.Evaluate, out var evaluation))
        {
            facts.AddRange(evaluation.Record.Files.Where(f => f.Path is EvaluateStage.MetricsFile or EvaluateStage.PredictionsFile).Select(f => new Fact($"SHA-256 of {f.Path}", f.Sha256)));
        }

        return facts;
    }

    /// <summary>All stages before the report; those without result did not run.</summary>
    public static IReadOnlyList<StageRow> Stages(IReadOnlyDictionary<string, StoreEntry> results) =>
    [
        .. StageNames.All.Where(stage => stage.Name != StageNames.Report).Select(stage => results.TryGetValue(stage.Name, out var entry)
            ? new StageRow(stage.Name, StageOutcome.Done, entry.Record.Seconds, entry.Record.Fingerprint)
            : new StageRow(stage.Name, StageOutcome.NotRun)),
    ];

    /// <summary>Commands that make the same result again from a clone.</summary>
    public static IReadOnlyList<string> Reproduce(ReportSubject subject)
    {
        var sets = subject.Experiment.Parameters.Where(p => p.Origin.IsCommandLine).Select(p => p.Origin.Source).Distinct(StringComparer.Ordinal).ToList();
        if (subject.Source.Path is { } path)
        {
            sets.Add($"--set=dataset.source=PATH/{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}");
        }

        var options = sets.Prepend($"--experiment={subject.Experiment.Name}").Select(Quoted);
        var command = $"./build.sh --target=Report {string.Join(' ', options)}";
        return subject.Git.Value is { } git ? [$"git checkout {git.Commit}{(git.IsDirty ? "   # and changes that were not committed" : string.Empty)}", command] : [command];
    }

    private static string Commit(ReportSubject subject) => subject.Git.Value is { } git ? $"{git.Commit} on {git.Branch}{(git.IsDirty ? ", with changes that are not committed" : string.Empty)}" : "unknown: the project is in no git repository";

    /// <summary>The argument as a shell takes it whole.</summary>
    private static string Quoted(string argument) =>
        argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_=+./,:".Contains(c, StringComparison.Ordinal)) ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
