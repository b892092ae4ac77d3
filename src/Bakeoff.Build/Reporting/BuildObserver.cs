using System.Diagnostics;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Build.Reporting;

/// <summary>Writes what a training does as lines of a build's log.</summary>
/// <param name="experiment">Name of the experiment, which begins each line.</param>
/// <param name="output">The log.</param>
internal sealed class BuildObserver(string experiment, TextWriter output) : IPipelineObserver
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private long _lastProgress = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public void StageUpToDate(IStage stage, StoreEntry entry)
    {
        // A build's log tells what it does.
    }

    /// <inheritdoc/>
    public void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons) => Write(StageText.Starting(stage, reasons));

    /// <inheritdoc/>
    public void StageWaiting(IStage stage) => Write(StageText.Waiting(stage));

    /// <inheritdoc/>
    public void StageProgressed(IStage stage, StageProgress progress)
    {
        lock (_gate)
        {
            if (!progress.IsNotice && Stopwatch.GetElapsedTime(_lastProgress) < Pause)
            {
                return;
            }

            _lastProgress = Stopwatch.GetTimestamp();
        }

        Write(StageText.Progressed(stage, progress));
    }

    /// <inheritdoc/>
    public void StageFinished(IStage stage, StoreEntry entry) => Write(StageText.Finished(stage, entry));

    /// <inheritdoc/>
    public void EntryDamaged(IStage stage, string damage, string setAsideAt) => Write(StageText.Damaged(stage, damage, setAsideAt));

    private void Write(string sentence)
    {
        lock (_gate)
        {
            output.WriteLine($"{experiment}: {sentence}");
        }
    }
}
