using System.Globalization;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Pipeline.Running;

/// <summary>The sentences that tell what a run does, the same on a terminal, in a file and in the log of a build.</summary>
[OutsideFingerprint("words for people; cannot change a result")]
public static class StageText
{
    // The first seconds go to what is compiled and opened once, and would promise minutes.
    private static readonly TimeSpan ShortestPace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestSeconds = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan LongestMinutes = TimeSpan.FromMinutes(100);

    /// <summary>A stage whose result is there.</summary>
    public static string UpToDate(IStage stage) => $"{stage.Name}: nothing changed";

    /// <summary>A stage that begins, with its reasons; none where it was forced.</summary>
    public static string Starting(IStage stage, IReadOnlyList<RerunReason> reasons) =>
        reasons.Count == 0 ? $"{stage.Name}: running again because of --force" : $"{stage.Name}: {RerunReasonText.Join(reasons)}";

    /// <summary>Progress of a stage: a count where it has one, and what it is at.</summary>
    public static string Progressed(IStage stage, StageProgress progress)
    {
        var count = progress.Total > 0 ? FormattableString.Invariant($"{progress.Done:N0} of {progress.Total:N0} {progress.Unit}") : null;
        return $"{stage.Name}: {string.Join(": ", new[] { count, progress.Detail }.OfType<string>())}";
    }

    /// <summary>Units a second and the time that the rest takes at that rate; empty where neither can be told yet.</summary>
    public static string Pace(StageProgress progress, TimeSpan elapsed)
    {
        if (progress.Done <= 0 || progress.Done >= progress.Total || elapsed < ShortestPace)
        {
            return "";
        }

        var left = elapsed * ((double)(progress.Total - progress.Done) / progress.Done);
        var time = left < LongestSeconds ? FormattableString.Invariant($"{left.TotalSeconds:0} s")
            : left < LongestMinutes ? FormattableString.Invariant($"{left.TotalMinutes:0} min")
            : FormattableString.Invariant($"{left.TotalHours:0.0} h");
        return $", {Rate(progress.Done / elapsed.TotalSeconds)} a second, {time} left";
    }

    /// <summary>A rate with at least two digits that count.</summary>
    public static string Rate(double perSecond) => perSecond.ToString(
        perSecond >= 10 ? "0" : perSecond >= 1 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>A stage that another process computes.</summary>
    public static string Waiting(IStage stage) => $"{stage.Name}: another process computes the same; waiting for its result";

    /// <summary>A stage that ended well, with its seconds.</summary>
    public static string Finished(IStage stage, StoreEntry entry) =>
        FormattableString.Invariant($"{stage.Name}: done in {entry.Record.Seconds:0.0} s");

    /// <summary>The result in one line of facts; null where the stage states none.</summary>
    public static string? Facts(IStage stage, StoreEntry entry) =>
        entry.Record.Summary.Length == 0 ? null : $"{stage.Name}: {entry.Record.Summary}";

    /// <summary>A stored result that cannot be used, and where it is now.</summary>
    public static string Damaged(IStage stage, string fault, string setAsideAt) =>
        $"{stage.Name}: its stored result is damaged ({fault}); moved to {setAsideAt}";
}
