using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Running;

/// <summary>Passes the events of a member of an ensemble on: what it computes, under its name, and not what is done.</summary>
internal sealed class MemberObserver(IPipelineObserver outer, string member) : IPipelineObserver
{
    private bool _isNamed;

    /// <inheritdoc/>
    public void StageUpToDate(IStage stage, StoreEntry entry)
    {
    }

    /// <inheritdoc/>
    public void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons)
    {
        outer.StageStarting(stage, reasons);
        if (!_isNamed)
        {
            outer.StageProgressed(stage, StageProgress.Notice($"member {member}"));
            _isNamed = true;
        }
    }

    /// <inheritdoc/>
    public void StageWaiting(IStage stage) => outer.StageWaiting(stage);

    /// <inheritdoc/>
    public void StageProgressed(IStage stage, StageProgress progress) => outer.StageProgressed(stage, progress);

    /// <inheritdoc/>
    public void StageFinished(IStage stage, StoreEntry entry) => outer.StageFinished(stage, entry);

    /// <inheritdoc/>
    public void EntryDamaged(IStage stage, string damage, string setAsideAt) => outer.EntryDamaged(stage, damage, setAsideAt);
}
