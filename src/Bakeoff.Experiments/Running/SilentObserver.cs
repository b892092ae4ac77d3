using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Running;

/// <summary>Ignores all events.</summary>
internal sealed class SilentObserver : IPipelineObserver
{
    public static SilentObserver Instance { get; } = new();

    public void StageUpToDate(IStage stage, StoreEntry entry)
    {
    }

    public void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons)
    {
    }

    public void StageWaiting(IStage stage)
    {
    }

    public void StageProgressed(IStage stage, StageProgress progress)
    {
    }

    public void StageFinished(IStage stage, StoreEntry entry)
    {
    }

    public void EntryDamaged(IStage stage, string fault, string setAsideAt)
    {
    }
}
