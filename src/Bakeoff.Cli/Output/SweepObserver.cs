using System.Globalization;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Sweeps;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Cli.Output;

/// <summary>
/// Writes what a sweep does as plain lines, each with the member it speaks of; several members run at once, so nothing is drawn over.
/// </summary>
internal sealed class SweepObserver(TextWriter output, int memberCount) : ISweepObserver
{
    private readonly Lock _gate = new();
    private int _ended;

    public IPipelineObserver Watch(SweepMember member) => new MemberObserver(this, member.ShortName);

    public void Noted(string sentence) => Write($"  {sentence}");

    public void MemberFinished(MemberResult result)
    {
        var number = Interlocked.Increment(ref _ended);
        var figure =
            result.Figure("test_uar") is { } uar ? string.Create(CultureInfo.InvariantCulture, $"UAR {uar:0.000}")
            : result.Figure("test_ccc") is { } ccc ? string.Create(CultureInfo.InvariantCulture, $"CCC {ccc:0.000}")
            : result.Figures is [var first, ..] ? string.Create(CultureInfo.InvariantCulture, $"{first.Name} {first.Value:0.000}")
            : "no figure";
        var outcome = result switch
        {
            { Fault: not null } => "failed",
            { WasDone: true } => $"{figure}, nothing changed",
            _ => figure,
        };
        var name = $"{result.Member.ShortName} ({result.Member.Experiment.Label})";

        // Trials that folds choose for themselves are found out in the end, and come on top.
        var position = number > memberCount ? "" : string.Create(CultureInfo.InvariantCulture, $"[{number} of {memberCount}] ");
        Write($"{position}{name}: {outcome}");
    }

    private void Write(string line)
    {
        lock (_gate)
        {
            output.WriteLine(line);
        }
    }

    private sealed class MemberObserver(SweepObserver sweep, string member) : IPipelineObserver
    {
        public void StageUpToDate(IStage stage, StoreEntry entry) { }

        public void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons) { }

        public void StageWaiting(IStage stage) =>
            sweep.Write($"  {member}: {stage.Name}: another member computes the same; waiting for its result");

        public void StageProgressed(IStage stage, StageProgress progress)
        {
            if (progress.IsNotice)
            {
                sweep.Write($"  {member}: {stage.Name}: {progress.Detail}");
            }
        }

        public void StageFinished(IStage stage, StoreEntry entry) => sweep.Write($"  {member}: {StageText.Finished(stage, entry)}");

        public void EntryDamaged(IStage stage, string fault, string setAsideAt) =>
            sweep.Write($"  {member}: {StageText.Damaged(stage, fault, setAsideAt)}");
    }
}
