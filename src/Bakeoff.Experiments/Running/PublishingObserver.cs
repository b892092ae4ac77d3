using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Running;

/// <summary>Puts each stage's result under its plain name as soon as it is there, then passes the news on.</summary>
/// <param name="inner">Receives the news.</param>
/// <param name="publisher">Publishes the results.</param>
/// <param name="check">Checks the index before any later stage computes something.</param>
internal sealed class PublishingObserver(IPipelineObserver inner, ResultPublisher publisher, Action<StoreEntry> check) : IPipelineObserver
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private StoreEntry? _unchecked;

    /// <summary>The stage that has started and not finished; null between stages.</summary>
    public string? Running { get; private set; }

    public void StageUpToDate(IStage stage, StoreEntry entry)
    {
        Publish(stage, entry);

        // The stages before the training of an ensemble are looked at twice: before and after its members run.
        if (_told.Add(stage.Name))
        {
            inner.StageUpToDate(stage, entry);
        }
    }

    public void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons)
    {
        if (_unchecked is { } index)
        {
            _unchecked = null;
            Running = StageNames.Split;
            check(index);
        }

        Running = stage.Name;
        inner.StageStarting(stage, reasons);
    }

    public void StageWaiting(IStage stage) => inner.StageWaiting(stage);

    public void StageProgressed(IStage stage, StageProgress progress) => inner.StageProgressed(stage, progress);

    public void StageFinished(IStage stage, StoreEntry entry)
    {
        Running = null;
        _told.Add(stage.Name);
        Publish(stage, entry);
        inner.StageFinished(stage, entry);
    }

    private void Publish(IStage stage, StoreEntry entry)
    {
        publisher.Publish(entry);
        _unchecked = stage.Name == StageNames.Index ? entry : _unchecked;
    }

    public void EntryDamaged(IStage stage, string fault, string setAsideAt)
    {
        // A damaged index is made again, and checked then.
        _unchecked = stage.Name == StageNames.Index ? null : _unchecked;
        inner.EntryDamaged(stage, fault, setAsideAt);
    }
}
