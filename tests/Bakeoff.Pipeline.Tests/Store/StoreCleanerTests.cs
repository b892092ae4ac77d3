using Bakeoff.Pipeline.Store;

namespace Bakeoff.Pipeline.Tests.Store;

/// <summary>Cleaning beside processes that work.</summary>
public sealed class StoreCleanerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bakeoff store ").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>A checkpoint is written under another name and renamed, so a listed file is often gone when its size is asked for.</summary>
    [Fact]
    public async Task Plan_FilesComeAndGo_ListsWhatIsThere()
    {
        var checkpoints = Directory.CreateDirectory(Path.Combine(_root, ".scratch", "train-1", "fold-1")).FullName;
        using var stop = new CancellationTokenSource();
        var training = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var temporary = Path.Combine(checkpoints, $"checkpoint.{i}.tmp");
                File.WriteAllText(temporary, "abc");
                File.Move(temporary, Path.Combine(checkpoints, "checkpoint"), overwrite: true);
            }
        });
        try
        {
            var cleaner = new StoreCleaner(new ArtifactStore(_root, TimeProvider.System));
            for (var i = 0; i < 1000; i++)
            {
                var item = cleaner.Plan(static _ => true, changedBefore: null).ShouldHaveSingleItem();
                item.Reason.ShouldBe("checkpoints of an interrupted stage");
                item.Bytes.ShouldBeInRange(0, 6);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await training;
        }
    }
}
