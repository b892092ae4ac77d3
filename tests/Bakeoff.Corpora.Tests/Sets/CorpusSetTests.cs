using System.IO.Compression;
using System.Text;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Sets;
using Bakeoff.Pipeline.Store;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Sets;

public sealed class CorpusSetTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    private CorpusFolders Folders => new(_scratch.Full("datasets"), _scratch.Full("sources"));

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Acquire_OneFolder_IsReadInPlace()
    {
        Describe("one", "pattern: '(?<speaker>[A-Z]+)_(?<label>[a-z]+)\\.wav'");
        _scratch.Noise("recordings/AN_happy.wav", 1);

        var set = Find("one", _scratch.Full("recordings"));
        var corpus = await new CorpusSetAcquirer(_scratch.Full("downloads"), 1).AcquireAsync(set.Acquisition, _scratch.Full("target"));

        set.Acquisition.IsInPlace.ShouldBeTrue();
        set.Source.Path.ShouldBe(_scratch.Full("recordings"));
        corpus.Folder.ShouldBe(_scratch.Full("recordings"));
        set.Acquisition.FolderOf(_scratch.Full("target")).ShouldBe(corpus.Folder);
        corpus.Files.Select(static file => file.Path).ShouldBe(["AN_happy.wav"]);
        Directory.Exists(_scratch.Full("target")).ShouldBeFalse();
    }

    [Fact]
    public async Task AcquireAndIndex_FolderAndArchive_AreJoinedUnderTheirNames()
    {
        DescribeTwo();
        _scratch.Noise("given/b/AN_happy.wav", 1);
        _scratch.Noise("given/b/AN_bored.wav", 2);
        _scratch.Noise("made/sub/AN_joy.wav", 3);
        ZipFile.CreateFromDirectory(_scratch.Full("made"), _scratch.Full("given/a.zip"));

        var set = Find("two", _scratch.Full("given"));
        var corpus = await new CorpusSetAcquirer(_scratch.Full("downloads"), 1).AcquireAsync(set.Acquisition, _scratch.Full("target"));
        var index = CorpusSetIndexer.Index(set.Indexing, corpus.Folder);

        set.Acquisition.IsInPlace.ShouldBeFalse();
        corpus.Files.Select(static file => file.Path).ShouldBe(["a/sub/AN_joy.wav", "b/AN_bored.wav", "b/AN_happy.wav"]);
        index
            .Clips.Select(static clip => (clip.Path, clip.Label, clip.Speaker))
            .ShouldBe([("a/AN_joy.wav", "happy", "a-AN"), ("b/AN_happy.wav", "happy", "b-AN")]);
        index.Clips.Select(static clip => clip.File).ShouldBe(["a/sub/AN_joy.wav", "b/AN_happy.wav"]);
        index.Clips.Select(index.Report.FileOf).ShouldBe(index.Clips.Select(static clip => clip.File));
        index.Report.Dataset.ShouldBe("two");
        index.Report.Files.ShouldBe(3);
        index.Report.Findings.ShouldBe([
            new IndexFinding(IndexFindingKind.LabelLeftOut, "b", "1 clips of b labelled bored have no common label; left out."),
        ]);
    }

    [Fact]
    public void Find_PartOfACorpus_SharesItsRecordings()
    {
        Describe("one", "pattern: '(?<speaker>[A-Z]+)_(?<label>[a-z]+)\\.wav'");
        Describe("part", "extends: one", "where: {speakers: [AN]}");
        _scratch.Noise("recordings/AN_happy.wav", 1);
        _scratch.Noise("recordings/BO_happy.wav", 2);

        var one = Find("one", _scratch.Full("recordings"));
        var part = Find("part", given: null);

        part.Source.Path.ShouldBe(_scratch.Full("recordings"));
        part.Acquisition.Parameters("dataset").ShouldBe(one.Acquisition.Parameters("dataset"));
        part.Indexing.Parameters("dataset")["dataset.where.speakers"].ShouldBe("[AN]");
        CorpusSetIndexer.Index(part.Indexing, _scratch.Full("recordings")).Clips.Select(static clip => clip.Speaker).ShouldBe(["AN"]);
    }

    [Fact]
    public async Task AcquireAndIndex_PartsWithFilters_SelectOfEach()
    {
        Describe("a", "pattern: '(?<speaker>[A-Z]+)_(?<label>[a-z]+)\\.wav'", "expected: {clips: 2}");
        Describe("b", "pattern: '(?<speaker>[A-Z]+)_(?<label>[a-z]+)\\.wav'");
        Describe("c", "extends: b", "where: {labels: [sad]}");
        Describe("both", "corpora: [{dataset: a, where: {speakers: [AN]}}, dataset: c]");
        _scratch.Noise("given/a/AN_happy.wav", 1);
        _scratch.Noise("given/a/BO_happy.wav", 2);
        _scratch.Noise("given/b/AN_happy.wav", 3);
        _scratch.Noise("given/b/AN_sad.wav", 4);

        var set = Find("both", _scratch.Full("given"));
        var corpus = await new CorpusSetAcquirer(_scratch.Full("downloads"), 1).AcquireAsync(set.Acquisition, _scratch.Full("target"));
        var index = CorpusSetIndexer.Index(set.Indexing, corpus.Folder);

        index.Clips.Select(static clip => (clip.Speaker, clip.Label)).ShouldBe([("a-AN", "happy"), ("c-AN", "sad")]);
        index
            .Report.Findings.Select(static finding => (finding.Path, finding.Message))
            .ShouldBe([("a", "Selected 1 of 2 clips by speakers."), ("c", "Selected 1 of 2 clips by labels.")]);
    }

    [Fact]
    public void Parameters_OneCorpus_StandDirectlyBelowTheSection()
    {
        Describe(
            "one",
            "pattern: '(?<label>[a-z]+)\\.wav'",
            "sources: [url: {url: 'https://example.org/a.zip', md5: 752556de8c109b1d27d163e2a00b0ec8}]");

        var set = Find("one", given: null);

        set.Indexing.Parameters("dataset")["dataset.pattern"].ShouldBe(@"(?<label>[a-z]+)\.wav");
        set.Indexing.Parameters("dataset").Keys.ShouldNotContain("dataset.title");
        set.Acquisition.Parameters("dataset").Keys.ShouldContain("dataset.sources.0.url.url");
        set.Acquisition.Parameters("dataset").Keys.ShouldNotContain("dataset.title");
    }

    [Fact]
    public void Parameters_RecordingsAtHand_LeavePublicSourcesOut()
    {
        Describe(
            "one",
            "pattern: '(?<label>[a-z]+)\\.wav'",
            "sources: [url: {url: 'https://example.org/a.zip', md5: 752556de8c109b1d27d163e2a00b0ec8}]");
        _scratch.Noise("recordings/happy.wav", 1);

        Find("one", _scratch.Full("recordings"))
            .Acquisition.Parameters("dataset")
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["dataset.archive_encoding"] = "null",
                    ["dataset.name"] = "one",
                    ["dataset.sources"] = "[]",
                    ["dataset.synthetic"] = "null",
                });
    }

    [Fact]
    public void Parameters_SeveralCorpora_StandBelowTheirNames()
    {
        DescribeTwo();

        var parameters = Find("two", given: null).Indexing.Parameters("dataset");

        parameters["dataset.name"].ShouldBe("two");
        parameters["dataset.corpora.a.pattern"].ShouldBe(@"(?<speaker>[A-Z]+)_(?<label>[a-z]+)\.wav");
        parameters["dataset.corpora.a.common_labels.joy"].ShouldBe("happy");
        parameters["dataset.corpora.b.common_labels.happy"].ShouldBe("happy");
    }

    [Fact]
    public void Parameters_CorporaInAnotherOrder_AreTheSame()
    {
        DescribeTwo();
        var set = Find("two", given: null);
        Describe("two", "corpora: [{dataset: a, labels: {joy: happy}}, {dataset: b, labels: {happy: happy}}]");
        var other = Find("two", given: null);

        other.Acquisition.Parameters("dataset").ShouldBe(set.Acquisition.Parameters("dataset"));
        other.Indexing.Parameters("dataset").ShouldBe(set.Indexing.Parameters("dataset"));
    }

    [Fact]
    public void Index_RecordingInTwoCorpora_IsCountedOnce()
    {
        DescribeTwo();
        _scratch.Noise("given/a/AN_joy.wav", 1);
        _scratch.Noise("given/a/BO_joy.wav", 2);
        _scratch.Noise("given/b/CY_happy.wav", 1);

        var index = CorpusSetIndexer.Index(Find("two", _scratch.Full("given")).Indexing, _scratch.Full("given"));

        index.Clips.Select(static clip => clip.Path).ShouldBe(["a/AN_joy.wav", "a/BO_joy.wav"]);
        index.Report.Findings.ShouldBe([
            new IndexFinding(
                IndexFindingKind.InOtherCorpus,
                "b/CY_happy.wav",
                "Same samples as a/AN_joy.wav (under another speaker or text); counted once."),
        ]);
    }

    [Fact]
    public void Index_NamesWithCommas_AreJoinedUnderTheLabelsThatAllHave()
    {
        DescribeTwo();
        Describe("c", "pattern: '(?<speaker>[A-Z]+)_(?<label>[a-z]+)\\.wav'");
        foreach (var (name, seed) in "a/AN_glad,a/AN_sad,a/AN_odd,a/AN_wry,b/AN_glad,b/AN_sad,c/AN_glad,c/AN_sad,c/AN_odd".Split(',').Select(
            static (name, i) => (name, (ulong)i)))
        {
            _scratch.Noise($"given/{name}.wav", seed + 1);
        }

        var set = Find("c, a,b", _scratch.Full("given"));
        var index = CorpusSetIndexer.Index(set.Indexing, _scratch.Full("given"));

        set.Description.Name.ShouldBe("a,b,c");
        set.Description.Title.ShouldBe("a, b and c, with the labels that all have");
        set.Indexing.Parameters("dataset")["dataset.only_common_labels"].ShouldBe("true");
        index.Clips.Select(static clip => $"{clip.Path} {clip.Speaker}").Order(StringComparer.Ordinal).ShouldBe([
            "a/AN_glad.wav a-AN", "a/AN_sad.wav a-AN", "b/AN_glad.wav b-AN", "b/AN_sad.wav b-AN", "c/AN_glad.wav c-AN", "c/AN_sad.wav c-AN",
        ]);
        index.Report.Findings.Select(static finding => finding.Message).ShouldBe([
            "2 clips of a labelled odd (1), wry (1) have no common label; left out.",
            "1 clips of c labelled odd have no common label; left out.",
        ]);
    }

    [Fact]
    public void Index_FewerThanTwoCommonLabels_IsRefusedWithTheLabelsOfEach()
    {
        DescribeTwo();
        _scratch.Noise("given/a/AN_glad.wav", 1);
        _scratch.Noise("given/a/AN_sad.wav", 2);
        _scratch.Noise("given/b/AN_sad.wav", 3);

        Should
            .Throw<DatasetException>(() => CorpusSetIndexer.Index(Find("a,b", _scratch.Full("given")).Indexing, _scratch.Full("given")))
            .Message.ShouldStartWith(
                "dataset a,b: its corpora have 1 label, sad, in common, expected at least 2. a has glad, sad; b has sad. Leave a corpus out");
        File.Delete(_scratch.Full("given/a/AN_sad.wav"));
        Should
            .Throw<DatasetException>(() => CorpusSetIndexer.Index(Find("a,b", _scratch.Full("given")).Indexing, _scratch.Full("given")))
            .Message.ShouldStartWith("dataset a,b: its corpora have no label in common, expected at least 2.");
    }

    [Fact]
    public void Index_CorporaWithVotes_CountThemUnderTheCommonLabels()
    {
        const string Votes = "metadata: {file: votes.csv, key: file, column: clip}\nvotes: {raters: [anna, ben, cleo]}\n"
            + "columns: {label: {from: votes, rule: soft, ties: first}, agreement_of: {from: anna}}";
        Describe("a", "pattern: '(?<file>[0-9])\\.wav'", Votes);
        Describe("b", "pattern: '(?<file>[0-9])\\.wav'", Votes);
        Describe("c", "pattern: '(?<speaker>[A-Z]+)_(?<label>[a-z]+)\\.wav'");
        Describe("two", "corpora: [{dataset: a, labels: {hap: happy, exc: happy, sad: sad}}, {dataset: b}, {dataset: c, labels: {glum: sad}}]");
        for (var clip = 1; clip <= 3; clip++)
        {
            _scratch.Noise($"given/a/{clip}.wav", (ulong)clip);
            _scratch.Noise($"given/b/{clip}.wav", 3 + (ulong)clip);
        }

        _scratch.Noise("given/c/AN_glum.wav", 7);
        File.WriteAllText(_scratch.Full("given/a/votes.csv"), "clip,anna,ben,cleo\n1,hap,hap,sad\n2,sad,sad,exc\n3,exc,exc,odd\n");
        File.AppendAllText(_scratch.Full("given/a/votes.csv"), "4,odd,odd,odd\n5,hap,exc,exc\n");
        _scratch.Noise("given/a/4.wav", 8);
        _scratch.Noise("given/a/5.wav", 9);
        File.WriteAllText(_scratch.Full("given/b/votes.csv"), "clip,anna,ben,cleo\n1,happy,sad,sad\n2,happy,happy,\n3,sad,sad,sad\n");

        var index = CorpusSetIndexer.Index(Find("two", _scratch.Full("given")).Indexing, _scratch.Full("given"));

        index.Report.HasSoftLabels.ShouldBeTrue();
        index.Clips.Select(static clip => $"{clip.Path} {clip.Label}: {clip.Values}").Order(StringComparer.Ordinal).ShouldBe([
            "a/1.wav happy: agreement 0.6666666666666666, agreement_of hap, rater_anna happy, rater_ben happy, rater_cleo sad, "
                + "votes_happy 2, votes_sad 1",
            "a/2.wav sad: agreement 0.6666666666666666, agreement_of sad, rater_anna sad, rater_ben sad, rater_cleo happy, "
                + "votes_happy 1, votes_sad 2",
            "a/3.wav happy: agreement 1, agreement_of exc, rater_anna happy, rater_ben happy, rater_cleo , votes_happy 2, votes_sad 0",
            "a/5.wav happy: agreement 1, agreement_of hap, rater_anna happy, rater_ben happy, rater_cleo happy, votes_happy 3, votes_sad 0",
            "b/1.wav sad: agreement 0.6666666666666666, agreement_of happy, rater_anna happy, rater_ben sad, rater_cleo sad, "
                + "votes_happy 1, votes_sad 2",
            "b/2.wav happy: agreement 1, agreement_of happy, rater_anna happy, rater_ben happy, rater_cleo , votes_happy 2, votes_sad 0",
            "b/3.wav sad: agreement 1, agreement_of sad, rater_anna sad, rater_ben sad, rater_cleo sad, votes_happy 0, votes_sad 3",
            "c/AN_glum.wav sad: agreement , agreement_of , rater_anna , rater_ben , rater_cleo , votes_happy , votes_sad ",
        ]);
        index.Report.Findings[^1].ShouldBe(new IndexFinding(
            IndexFindingKind.Metadata, "c", "c has no votes: the label of each of its clips counts as the only one."));

        Describe("b", "pattern: '(?<file>[0-9])\\.wav'", Votes.Replace("soft", "plurality", StringComparison.Ordinal));
        Should.Throw<DatasetException>(() => CorpusSetIndexer.Index(Find("two", _scratch.Full("given")).Indexing, _scratch.Full("given")))
            .Message.ShouldBe("dataset two: labels of a are shares of votes, those of b are decided by other rules of votes, expected one rule. "
                + "State 'label: {from: votes, rule: soft}' in b.yaml too, or another rule in a.yaml.");
    }

    [Fact]
    public void Index_RecordingUnderTwoCommonLabels_IsRefused()
    {
        DescribeTwo();
        Describe("two", "corpora: [{dataset: b, labels: {happy: glad}}, {dataset: a, labels: {joy: happy}}]");
        _scratch.Noise("given/a/AN_joy.wav", 1);
        _scratch.Noise("given/b/CY_happy.wav", 1);

        Should
            .Throw<DatasetException>(() => CorpusSetIndexer.Index(Find("two", _scratch.Full("given")).Indexing, _scratch.Full("given")))
            .Message.ShouldStartWith("b/CY_happy.wav, a/AN_joy.wav: the same recording has the labels glad, happy, expected one.");
    }

    [Fact]
    public void Find_FolderWithNoneOfTheCorpora_NamesWhatIsExpected()
    {
        DescribeTwo();
        Directory.CreateDirectory(_scratch.Full("empty"));

        Should
            .Throw<DatasetException>(() => Find("two", _scratch.Full("empty")))
            .Message.ShouldBe(
                $"dataset.source is '{_scratch.Full("empty")}', expected a folder with b or b.zip, a or a.zip in it. "
                    + "Correct the path, or name each corpus's recordings once by an experiment of its own.");
    }

    [Fact]
    public async Task Acquire_NothingAtHandAndNoSource_SaysWhatToDo()
    {
        Describe("one", "pattern: '(?<label>[a-z]+)\\.wav'");

        var acquisition = Find("one", given: null).Acquisition;

        (
            await Should.ThrowAsync<DatasetException>(
                new CorpusSetAcquirer(_scratch.Full("downloads"), 1).AcquireAsync(acquisition, _scratch.Full("target")))).Message.ShouldBe(
            "dataset one: its recordings are not on this machine, and experiments/datasets/one.yaml names no source. "
                + "Add --set=dataset.source=PATH, where PATH is a zip archive or a folder of them; it is remembered for this experiment "
            + "alone.");
    }

    private void DescribeTwo()
    {
        Describe("a", "pattern: '(?<speaker>[A-Z]+)_(?<label>[a-z]+)\\.wav'");
        Describe("b", "pattern: '(?<speaker>[A-Z]+)_(?<label>[a-z]+)\\.wav'");
        Describe("two", "corpora: [{dataset: b, labels: {happy: happy}}, {dataset: a, labels: {joy: happy}}]");
    }

    private CorpusSet Find(string name, string? given) =>
        CorpusSet.Find(Folders, name, "e", given, new FileDigestCache(_scratch.Full("digests.json"), TimeProvider.System));

    private void Describe(string name, params string[] lines) =>
        _scratch.Bytes(
            $"datasets/{name}.yaml",
            Encoding.UTF8.GetBytes(string.Join('\n', [$"name: {name}", "title: T", "licence: L", "citation: C", .. lines])));
}
