using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bakeoff.Corpora.Checking;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Checking;

/// <summary>
/// The corpora that ship, against the file names in the lists of EmoBox: a sample of each always, the whole lists where
/// <c>BAKEOFF_EMOBOX</c> names a checkout of emo-box/EmoBox.
/// </summary>
/// <remarks>tests/fixtures/corpora/names.json has labels and speakers as EmoBox states them, under Bakeoff's names.</remarks>
public sealed class ShippedNamesTests
{
    private const string FolderVariable = "BAKEOFF_EMOBOX";

    private static readonly CorpusFolders Shipped = new(Path.Combine(Fixture.RepositoryRoot, "experiments", "datasets"), "unused");

    private static readonly List<CorpusNames> All = JsonSerializer.Deserialize<List<CorpusNames>>(
        File.ReadAllText(Fixture.Path("corpora/names.json")),
        JsonSerializerOptions.Web)!;

    public static TheoryData<string> Corpora => [.. All.Select(static names => names.Corpus)];

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Check_SampleOfRealNames_HasTheirLabelsAndSpeakers(string corpus)
    {
        var names = All.Find(n => n.Corpus == corpus)!;
        var dataset = DatasetCatalogue.Read(Shipped, corpus);
        var result = NameCheck.Run(dataset, new NameList([.. names.Sample.Select(static (item, i) => new ListedName(item[0]!, i))]));

        result.Faults.ShouldBeEmpty();
        result.Clips.Select(static clip => new[] { clip.Name.Path, clip.Label, clip.Speaker }).ShouldBe(names.Sample);
        dataset.Checked.ShouldNotBeNull();
    }

    [Fact]
    public void Docs_ListEveryCorpusWithItsCounts()
    {
        var page = File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "docs", "shipped-corpora.md"));
        foreach (var dataset in DatasetCatalogue.Read(Shipped).Where(static d => d.Pattern is not null && d.Expected is not null))
        {
            if (dataset.Synthetic is null && dataset.RecordingsName == dataset.Name)
            {
                var (clips, speakers) = (dataset.Expected!.Clips, dataset.Expected.Speakers);
                page.ShouldContain(FormattableString.Invariant($"| `{dataset.Name}` | {dataset.Language} | {clips:N0} | {speakers:N0} |"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Check_WholeList_IsReadWithTheSameCounts(string corpus)
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, $"{FolderVariable} names no checkout of emo-box/EmoBox.");
        var names = All.Find(n => n.Corpus == corpus)!;
        var list = ReadList(Path.Combine(folder, "data"), names.Files);
        var result = NameCheck.Run(DatasetCatalogue.Read(Shipped, corpus), list);

        Digest(list.Names, $"downloads/{names.List}/").ShouldBe(names.Sha256);
        result.Faults.ShouldBeEmpty();
        result.Disagreements.ShouldBeEmpty();
        result.Clips.Count.ShouldBe(names.Names);
        result.Labels.ShouldBe(names.Labels, ignoreOrder: true);
        result.Speakers.Count.ShouldBe(names.Speakers);
        result.TextCount.ShouldBe(names.Texts);
    }

    private static NameList ReadList(string data, IEnumerable<string> files) =>
        new([.. files.SelectMany(file => NameList.Read(Path.Combine(data, file)).Names).DistinctBy(static item => item.Path)]);

    private static string Digest(IEnumerable<ListedName> names, string prefix)
    {
        var text = string.Concat(names.Select(item => item.Path[prefix.Length..] + "\n").Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private sealed record CorpusNames(
        string Corpus,
        string List,
        int Names,
        string Sha256,
        Dictionary<string, int> Labels,
        int Speakers)
    {
        public int Texts { get; init; }

        public required string[] Files { get; init; }

        public required string[][] Sample { get; init; }
    }
}
