using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Cli.Output;

/// <summary>The sentences that tell what a run does, the same on a terminal and in a file.</summary>
internal static class StageText
{
    public static string UpToDate(IStage stage) => $"{stage.Name}: nothing changed";

    public static string Starting(IStage stage, IReadOnlyList<RerunReason> reasons) =>
        reasons.Count == 0 ? $"{stage.Name}: running again because of --force" : $"{stage.Name}: {RerunReasonText.Join(reasons)}";

    public static string Progressed(IStage stage, StageProgress progress)
    {
        var count = progress.Total > 0 ? FormattableString.Invariant($"{progress.Done} of {progress.Total} {progress.Unit}") : null;
        return $"  {stage.Name}: {string.Join(": ", new[] { count, progress.Detail }.OfType<string>())}";
    }

    public static string Waiting(IStage stage) => $"{stage.Name}: another process computes the same; waiting for its result";

    public static string Finished(IStage stage, StoreEntry entry) =>
        FormattableString.Invariant($"{stage.Name}: done in {entry.Record.Seconds:0.0} s");

    /// <summary>The result in one line of facts; null where the stage states none.</summary>
    public static string? Facts(IStage stage, StoreEntry entry) =>
        entry.Record.Summary.Length == 0 ? null : $"{stage.Name}: {entry.Record.Summary}";

    public static string Damaged(IStage stage, string fault, string setAsideAt) =>
        $"{stage.Name}: its stored result is damaged ({fault}); moved to {setAsideAt}";
}
