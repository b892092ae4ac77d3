using Bakeoff.Options.Files;

namespace Bakeoff.Options.Tests.Files;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bakeoff-atomic-").FullName;

    private string Target => Path.Combine(_root, "above", "target");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void MoveIntoPlace_OverAnEarlierFolder_ReplacesItAsAWhole()
    {
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "left over.txt"), "old");

        using (var whole = new AtomicFolder(Target + Path.DirectorySeparatorChar))
        {
            File.WriteAllText(Path.Combine(whole.Pending, "new.txt"), "new");
            whole.MoveIntoPlace();
        }

        Directory.GetFileSystemEntries(Target).ShouldBe([Path.Combine(Target, "new.txt")]);
        Directory.GetFileSystemEntries(Path.GetDirectoryName(Target)!).ShouldBe([Target], "nothing is left beside it");
    }

    [Fact]
    public void Dispose_BeforeTheMove_LeavesTheEarlierFolder()
    {
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "kept.txt"), "old");

        using (var whole = new AtomicFolder(Target))
        {
            File.WriteAllText(Path.Combine(whole.Pending, "new.txt"), "new");
        }

        Directory.GetFileSystemEntries(Target).ShouldBe([Path.Combine(Target, "kept.txt")]);
        Directory.GetFileSystemEntries(Path.GetDirectoryName(Target)!).ShouldBe([Target]);
    }

    [Fact]
    public void IsFree_NothingOrAnEmptyFolder_IsTrue()
    {
        AtomicFolder.IsFree(Target).ShouldBeTrue();
        Directory.CreateDirectory(Target);
        AtomicFolder.IsFree(Target).ShouldBeTrue();
        var file = Path.Combine(Target, "file");
        File.WriteAllText(file, "");
        AtomicFolder.IsFree(Target).ShouldBeFalse();
        AtomicFolder.IsFree(file).ShouldBeFalse();
    }
}
