using Bakeoff.Models.Storage;

namespace Bakeoff.Models.Tests.Storage;

public sealed class ModelFoldersTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bakeoff-model-folders-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(1, "results/model")]
    [InlineData(4, "results/model/fold-SYN1")]
    public void PathOf_Folds_HaveFoldersOfTheirOwn(int foldCount, string expected) =>
        ModelFolders.PathOf("results", "SYN1", foldCount).Replace('\\', '/').ShouldBe(expected);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Find_WrittenFolders_FindsThem(int foldCount)
    {
        string[] folds = [.. new[] { "b", "a" }.Take(foldCount)];
        foreach (var fold in folds)
        {
            TestModels.Save(ModelFolders.PathOf(_root, fold, foldCount));
        }

        var found = ModelFolders.Find(_root);

        found.Select(model => model.Fold).ShouldBe(foldCount == 1 ? [""] : ["a", "b"]);
        found
            .Select(model => model.Folder)
            .ShouldBe(folds.Order(StringComparer.Ordinal).Select(fold => ModelFolders.PathOf(_root, fold, foldCount)));
        ModelFolders.Find(Path.Combine(_root, ModelFolders.Name)).ShouldBe(found);
    }

    [Theory]
    [InlineData("Jürgen-2 b", "fold-Jürgen-2 b")]
    [InlineData("a#1 %41", "fold-a=231 =2541")]
    [InlineData("x/y:z=\n🎉", "fold-x=2Fy=3Az=3D=0A🎉")]
    public void FoldFolder_AnyName_IsAFolderThatFindReadsBack(string fold, string folder)
    {
        ModelFolders.FoldFolder(fold).ShouldBe(folder);
        TestModels.Save(ModelFolders.PathOf(_root, fold, 2));
        TestModels.Save(ModelFolders.PathOf(_root, "other", 2));

        ModelFolders.Find(_root).Select(static model => model.Fold).ShouldContain(fold);
    }

    [Fact]
    public void FoldFolder_LongNames_AreCutAndStayApart()
    {
        var names = new[] { "1", "2" }.Select(static end => string.Concat(Enumerable.Repeat("ü🎉", 100)) + end);
        var folders = names.Select(ModelFolders.FoldFolder).ToList();

        folders.Distinct(StringComparer.Ordinal).Count().ShouldBe(2);
        folders.ShouldAllBe(static folder => System.Text.Encoding.UTF8.GetByteCount(folder) <= 200);
    }

    [Fact]
    public void Find_NoModel_IsEmpty()
    {
        ModelFolders.Find(_root).ShouldBeEmpty();
        ModelFolders.Find(Path.Combine(_root, "missing")).ShouldBeEmpty();
    }
}
