using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Cli.Output;

/// <summary>Passes everything on but the news that other stages have nothing to do.</summary>
internal sealed class OnlyObserver(IPipelineObserver inner, string stageName) : IPipelineObserver
{
    public void StageUpToDate(IStage stage, StoreEntry entry)
    {
        if (stage.Name == stageName)
        {
            inner.StageUpToDate(stage, entry);
        }
    }

    public void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons) => inner.StageStarting(stage, reasons);

    public void StageWaiting(IStage stage) => inner.StageWaiting(stage);

    public void StageProgressed(IStage stage, StageProgress progress) => inner.StageProgressed(stage, progress);

    public void StageFinished(IStage stage, StoreEntry entry) => inner.StageFinished(stage, entry);

    public void EntryDamaged(IStage stage, string fault, string setAsideAt) => inner.EntryDamaged(stage, fault, setAsideAt);
}
