using Bakeoff.Options.Files;

namespace Bakeoff.Options.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff-atomic-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_WhereAFolderLies_NamesItBeforeAnythingIsWritten()
    {
        var path = Path.Combine(_folder, "x.png");
        Directory.CreateDirectory(path);

        Should.Throw<IOException>(() => AtomicFile.Write(path, "content"u8)).Message.ShouldBe($"{path} is a folder, expected the path of a file.");
        Directory.EnumerateFileSystemEntries(_folder).ShouldBe([path]);
    }

    [Fact]
    public void Write_BelowAFile_NamesIt()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "kept");

        Should.Throw<IOException>(() => AtomicFile.Write(Path.Combine(file, "pictures", "x.png"), "content"u8))
            .Message.ShouldBe($"{file} is a file, expected a folder.");
        File.ReadAllText(file).ShouldBe("kept");
    }

    [Fact]
    public void Write_FolderThatTakesNoFiles_NamesTheTargetAndNoFileBeside()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is of Linux");

        Should.Throw<IOException>(() => AtomicFile.Write("/proc/x.png", "content"u8))
            .Message.ShouldBe("/proc/x.png cannot be written: its folder takes no files.");
    }
}
