using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Pipeline.Tests.Samples;

/// <summary>A store in a temporary folder with a runner and an observer.</summary>
internal sealed class Bench : IDisposable
{
    public Bench()
    {
        Folder = Path.Combine(Path.GetTempPath(), "bakeoff tests é " + Guid.NewGuid().ToString("N"));
        Store = new ArtifactStore(Path.Combine(Folder, "store"), TimeProvider.System);
        Runner = new PipelineRunner(
            Store,
            new CodeFingerprint(AppContext.BaseDirectory, ["Bakeoff.Pipeline.Tests"], apart: [], cachePath: null),
            Observer);
    }

    public string Folder { get; }

    public ArtifactStore Store { get; }

    public RecordingObserver Observer { get; } = new();

    public PipelineRunner Runner { get; }

    public ExperimentRecord Record { get; private set; } = ExperimentRecord.Empty;

    public async Task<IReadOnlyList<StoreEntry>> RunAsync(string target, params IStage[] stages)
    {
        Observer.Lines.Clear();
        var entries = await Runner.RunAsync(new StageGraph(stages), target, Record, force: false, TestContext.Current.CancellationToken);
        Record = entries.Aggregate(Record, (record, entry) => record.With(entry));
        return entries;
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
