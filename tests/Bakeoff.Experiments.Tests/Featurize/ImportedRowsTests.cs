using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Corpora;
using Bakeoff.Corpora.FeatureTables;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Featurize;

public sealed class ImportedRowsTests : IDisposable
{
    private static readonly IReadOnlyList<Clip> Clips = [Clip("a/1.wav", 1), Clip("b/1.wav", 2), Clip("2.wav", 3) with { File = "own/2.wav" }];

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Find_PathsFoldersInFrontAndDigests_AreTheClips()
    {
        var rows = await FindAsync(RowsOfClip.One, "/data/own/2.wav", Digest(1).ToUpperInvariant(), @"c:\x\b\1.wav", "c/3.wav");

        rows.Of(0).ToArray().ShouldBe([1]);
        rows.Of(1).ToArray().ShouldBe([2]);
        rows.Of(2).ToArray().ShouldBe([0]);
        rows.OtherCount.ShouldBe(1);
    }

    [Fact]
    public async Task Find_SeveralRows_AreInTheOrderOfTheFile()
    {
        var rows = await FindAsync(RowsOfClip.Several, "2.wav", "b/1.wav", "b/1.wav", "a/1.wav", "a/1.wav", "a/1.wav");

        rows.Of(0).ToArray().ShouldBe([3, 4, 5]);
        rows.Of(1).ToArray().ShouldBe([1, 2]);
        rows.Of(2).ToArray().ShouldBe([0]);
    }

    [Theory]
    [InlineData(RowsOfClip.One, "a/1.wav b/1.wav", "e.csv: has no row for 1 of 3 clips (2.wav), expected rows for all. Compute their features,")]
    [InlineData(
        RowsOfClip.One,
        "x y",
        "has no row for 3 of 3 clips (a/1.wav, b/1.wav, 2.wav), expected rows for all. Its first name is 'x'; index.csv names clips as "
            + "'a/1.wav'. Name them so, or by sha256.")]
    [InlineData(
        RowsOfClip.One,
        "a/1.wav b/1.wav 2.wav b/1.wav",
        "e.csv(5): is a second row of b/1.wav, after e.csv(3), expected one row a clip. Remove one, or take them as frames: rows: several.")]
    [InlineData(
        RowsOfClip.Several,
        "a/1.wav b/1.wav a/1.wav",
        "e.csv(4): is a row of a/1.wav, whose others begin at e.csv(2) and end before, expected the rows of a clip one after the other.")]
    [InlineData(RowsOfClip.One, "2.wav x/2.wav", "e.csv(3): 'x/2.wav' is the clip 2.wav, and so is '2.wav' at e.csv(2), expected one name")]
    public async Task Find_MissingOrDoubledClips_AreNamed(RowsOfClip rule, string keys, string message) =>
        (await Should.ThrowAsync<DatasetException>(() => FindAsync(rule, keys.Split(' '))))
            .Message.ShouldContain(message);

    [Fact]
    public async Task Find_PathOfSeveralStretches_AsksForDigests()
    {
        var table = await TableAsync("2.wav");

        Should.Throw<DatasetException>(() => ImportedRows.Find(table, [Clip("2.wav", 1), Clip("2.wav", 2)], RowsOfClip.One)).Message
            .ShouldContain("names the path '2.wav', which several clips of index.csv have, expected the name of one.");
    }

    private static Clip Clip(string path, int number) => new(path, "angry", "A", "", 16000, 1, 100, 0.1, Digest(number));

    private static string Digest(int number) => new((char)('a' + number), 64);

    private async Task<ImportedRows> FindAsync(RowsOfClip rule, params string[] keys) =>
        ImportedRows.Find(await TableAsync(keys), Clips, rule);

    // The value of each row is its number.
    private Task<FeatureTable> TableAsync(params string[] keys)
    {
        File.WriteAllText(_folder.Full("e.csv"), "path,v\n" + string.Concat(keys.Select(static (key, i) => $"{key},{i}\n")));
        return FeatureTable.ReadAsync(_folder.Full("e.csv"), new FeatureSelection("path", [], []), TestContext.Current.CancellationToken);
    }
}
