using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Pipeline.Tests.Samples;

/// <summary>Keeps what it hears as short lines.</summary>
internal sealed class RecordingObserver : IPipelineObserver
{
    private readonly Lock _gate = new();

    public List<string> Lines { get; } = [];

    public void StageUpToDate(IStage stage, StoreEntry entry) => Add($"up to date {stage.Name}");

    public void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons) =>
        Add($"start {stage.Name}: {RerunReasonText.Join(reasons)}");

    public void StageWaiting(IStage stage) => Add($"wait {stage.Name}");

    public void StageProgressed(IStage stage, StageProgress progress) => Add($"progress {stage.Name}");

    public void StageFinished(IStage stage, StoreEntry entry) => Add($"finish {stage.Name}");

    public void EntryDamaged(IStage stage, string fault, string setAsideAt) => Add($"damaged {stage.Name}: {fault}");

    private void Add(string line)
    {
        lock (_gate)
        {
            Lines.Add(line);
        }
    }
}
