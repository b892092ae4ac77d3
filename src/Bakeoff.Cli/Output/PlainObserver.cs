using System.Diagnostics;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Cli.Output;

/// <summary>Writes what a run does as plain lines; for pipes, files and continuous integration.</summary>
internal sealed class PlainObserver(TextWriter output) : IPipelineObserver
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private readonly Lock _gate = new();
    private long _lastLine = Stopwatch.GetTimestamp();
    private long _start = Stopwatch.GetTimestamp();

    public void StageUpToDate(IStage stage, StoreEntry entry) => Write(StageText.UpToDate(stage), StageText.Facts(stage, entry));

    public void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons)
    {
        _start = Stopwatch.GetTimestamp();
        Write(StageText.Starting(stage, reasons));
    }

    public void StageWaiting(IStage stage) => Write(StageText.Waiting(stage));

    public void StageProgressed(IStage stage, StageProgress progress)
    {
        lock (_gate)
        {
            // Lines with metrics (epochs) are all worth reading; mere counts only now and then.
            if (progress.Detail is null && Stopwatch.GetElapsedTime(_lastLine) < Pause)
            {
                return;
            }

            _lastLine = Stopwatch.GetTimestamp();
            var pace = progress.Detail is null ? StageText.Pace(progress, Stopwatch.GetElapsedTime(_start)) : "";
            output.WriteLine($"  {StageText.Progressed(stage, progress)}{pace}");
        }
    }

    public void StageFinished(IStage stage, StoreEntry entry) =>
        Write(StageText.Finished(stage, entry), StageText.Facts(stage, entry));

    public void EntryDamaged(IStage stage, string fault, string setAsideAt) => Write(StageText.Damaged(stage, fault, setAsideAt));

    private void Write(params IEnumerable<string?> lines)
    {
        lock (_gate)
        {
            _lastLine = Stopwatch.GetTimestamp();
            foreach (var line in lines.OfType<string>())
            {
                output.WriteLine(line);
            }
        }
    }
}
