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

    [Fact]
    public void Find_NoModel_IsEmpty()
    {
        ModelFolders.Find(_root).ShouldBeEmpty();
        ModelFolders.Find(Path.Combine(_root, "missing")).ShouldBeEmpty();
    }
}
