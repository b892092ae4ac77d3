using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Cli.Output;

/// <summary>Passes everything on but the news that some stages have nothing to do.</summary>
/// <param name="inner">Receives the news.</param>
/// <param name="isTold">True for a stage of which that is told, by its name.</param>
internal sealed class OnlyObserver(IPipelineObserver inner, Func<string, bool> isTold) : IPipelineObserver
{
    public void StageUpToDate(IStage stage, StoreEntry entry)
    {
        if (isTold(stage.Name))
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
