using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Running;

/// <summary>Puts each stage's result under its plain name as soon as it is there, then passes the news on.</summary>
internal sealed class PublishingObserver(IPipelineObserver inner, ResultPublisher publisher) : IPipelineObserver
{
    /// <summary>The stage that has started and not finished; null between stages.</summary>
    public string? Running { get; private set; }

    public void StageUpToDate(IStage stage, StoreEntry entry)
    {
        publisher.Publish(entry);
        inner.StageUpToDate(stage, entry);
    }

    public void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons)
    {
        Running = stage.Name;
        inner.StageStarting(stage, reasons);
    }

    public void StageWaiting(IStage stage) => inner.StageWaiting(stage);

    public void StageProgressed(IStage stage, StageProgress progress) => inner.StageProgressed(stage, progress);

    public void StageFinished(IStage stage, StoreEntry entry)
    {
        Running = null;
        publisher.Publish(entry);
        inner.StageFinished(stage, entry);
    }

    public void EntryDamaged(IStage stage, string fault, string setAsideAt) => inner.EntryDamaged(stage, fault, setAsideAt);
}
