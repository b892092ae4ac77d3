using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Pipeline.Running;

/// <summary>Receives the events of a run, for consoles and trackers. It cannot change results.</summary>
public interface IPipelineObserver
{
    /// <summary>A stage's result was found; nothing runs.</summary>
    void StageUpToDate(IStage stage, StoreEntry entry);

    /// <summary>A stage is about to run.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="reasons">The reasons for running it; empty when it was forced.</param>
    void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons);

    /// <summary>Another process computes the same result; this one waits to use it.</summary>
    void StageWaiting(IStage stage);

    /// <summary>A running stage has come further. May be called from any thread.</summary>
    void StageProgressed(IStage stage, StageProgress progress);

    /// <summary>A stage ended well.</summary>
    void StageFinished(IStage stage, StoreEntry entry);

    /// <summary>A damaged entry was found and moved away; its stage runs again.</summary>
    /// <param name="stage">The stage of the entry.</param>
    /// <param name="damage">The first damage found, in words.</param>
    /// <param name="setAsideAt">Folder that holds the entry now.</param>
    void EntryDamaged(IStage stage, string damage, string setAsideAt);
}
