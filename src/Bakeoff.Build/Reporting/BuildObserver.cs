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
    public void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons) => Write($"{stage.Name}: {RerunReasonText.Join(reasons)}");

    /// <inheritdoc/>
    public void StageWaiting(IStage stage) => Write($"{stage.Name}: another process computes the same; waiting for its result");

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

        var count = progress.Total > 0 ? FormattableString.Invariant($"{progress.Done} of {progress.Total} {progress.Unit}") : null;
        Write($"{stage.Name}: {string.Join(": ", new[] { count, progress.Detail }.OfType<string>())}");
    }

    /// <inheritdoc/>
    public void StageFinished(IStage stage, StoreEntry entry) =>
        Write(FormattableString.Invariant($"{stage.Name}: done in {entry.Record.Seconds:0.0} s"));

    /// <inheritdoc/>
    public void EntryDamaged(IStage stage, string damage, string setAsideAt) =>
        Write($"{stage.Name}: its stored result is damaged ({damage}); moved to {setAsideAt}");

    private void Write(string sentence)
    {
        lock (_gate)
        {
            output.WriteLine($"{experiment}: {sentence}");
        }
    }
}
