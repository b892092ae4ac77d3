using Bakeoff.Mlflow.Files;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.Tests.Files;

/// <summary>Errors of the file system become exceptions with a reason.</summary>
public sealed class DiskErrorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Translate_NoSpace_IsAFullDisk()
    {
        MlflowException translated = DiskErrors.Translate(new IOException("No space left on device", 28), "/data/mlruns");

        translated.ErrorCode.ShouldBe(MlflowErrorCodes.DiskFull);
        translated.IsTransient.ShouldBeTrue();
        translated.Message.ShouldBe("/data/mlruns: the disk is full. Free some space, or choose a folder on another disk.");
    }

    [Fact]
    public void Translate_AccessDenied_IsAPermission()
    {
        MlflowException translated = DiskErrors.Translate(new UnauthorizedAccessException("Access to the path is denied."), "/data/mlruns");

        translated.ErrorCode.ShouldBe(MlflowErrorCodes.PermissionDenied);
        translated.Message.ShouldBe(
            "/data/mlruns: this user may not read or write here. Change the folder's permissions, or choose another folder.");
    }

    [Fact]
    public async Task Check_FolderBelowAFile_NamesTheFileSystem()
    {
        File.WriteAllText(_folder.Combine("file"), "");
        await using IMlflowStore store = MlflowStore.Open(_folder.Combine("file", "mlruns"));

        StoreCheck check = await store.CheckAsync(TimeSpan.FromSeconds(10));

        check.Problem!.Where.ShouldBe(_folder.Combine("file", "mlruns"));
        check.Problem.Message.ShouldContain("the file system reports '");
    }

    [Fact]
    public async Task LogArtifact_DiskOfTheJournalFull_SaysWhichFolder()
    {
        var options = new MlflowStoreOptions { JournalFolder = _folder.Combine("journal"), MaxRetries = 0 };
        await using IMlflowStore store = MlflowStore.Open("http://127.0.0.1:9", options);
        await using ActiveRun run = await store.StartRunAsync(
            new RunOptions
            {
                StartTimeout = TimeSpan.FromMilliseconds(50),
                EndTimeout = TimeSpan.FromMilliseconds(50),
                EndOnSignals = false,
            });

        var exception = await Should.ThrowAsync<MlflowException>(run.LogArtifactAsync(new FullDiskStream(), "weights.bin"));

        exception.ErrorCode.ShouldBe(MlflowErrorCodes.DiskFull);
        exception.NextStep.ShouldBe("Free some space, or choose another JournalFolder.");
    }

    public void Dispose() => _folder.Dispose();

    // Stands for a copy that fails in the middle.
    private sealed class FullDiskStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("No space left on device", 28);
    }
}
