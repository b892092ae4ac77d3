using Bakeoff.Corpora;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests;

public sealed class DatasetCatalogueTests
{
    private const string Digest = "752556de8c109b1d27d163e2a00b0ec8b8186600fd233ab8bd369d003d3cb218";

    [Fact]
    public void Read_EverythingWrong_NamesAllAtOnceWithTheirPlaces()
    {
        const string yaml = """
            name: other
            title: T
            licence: L
            citation: C
            pattern: '(?<speaker>s)_(?<label>x)\.wav'
            labls: {a: b}
            expected: {texts: 0, clip: 3, min_seconds: 5, max_seconds: 1}
            known_defects:
              - {sha256: x}
              - {fle: a.wav}
            on_bad_clip: skp
            sources:
              - kagle: {}
              - url: {url: tess.zip, sha256: zz}
              - url: {url: 'https://example.org/a.zip'}
            min_seconds: -1
            """;
        Problems(yaml)
            .ShouldBe([
                "experiments/datasets/own.yaml(1,7): name is 'other', expected 'own', the name of the file. Write name: own, or rename "
                    + "the file.",
                "experiments/datasets/own.yaml(6,1): unknown key 'labls'. Did you mean 'labels'?",
                "experiments/datasets/own.yaml(7,19): expected.texts is 0, expected at least 1.",
                "experiments/datasets/own.yaml(7,22): unknown key 'clip' in expected. Did you mean 'clips'?",
                "experiments/datasets/own.yaml(7,44): expected.min_seconds is 5, expected at most max_seconds (1). Swap them.",
                "experiments/datasets/own.yaml(9,5): known_defects.0.file is missing, expected the name of the recording. Add 'file: "
                    + "NAME.wav'.",
                "experiments/datasets/own.yaml(9,14): known_defects.0.sha256 is 'x', expected 64 hexadecimal digits. Copy it from "
                    + "where the file is published.",
                "experiments/datasets/own.yaml(10,6): unknown key 'fle' in known_defects.1. Did you mean 'file'?",
                "experiments/datasets/own.yaml(11,14): on_bad_clip is 'skp', expected one of fail, skip. Did you mean 'skip'?",
                "experiments/datasets/own.yaml(13,5): unknown kind 'kagle' in sources.0. Did you mean 'kaggle'?",
                "experiments/datasets/own.yaml(14,16): sources.1.url.url is 'tess.zip', expected an address that begins with http:// "
                    + "or https://.",
                "experiments/datasets/own.yaml(14,34): sources.1.url.sha256 is 'zz', expected 64 hexadecimal digits. Copy it from "
                    + "where the file is published.",
                "experiments/datasets/own.yaml(15,10): sources.2.url.sha256 and md5 are both missing, expected one of them: what is "
                    + "fetched is checked. Copy it from where the archive is published.",
                "experiments/datasets/own.yaml(16,14): min_seconds is -1, expected 0 to 60 seconds.",
            ]);
    }

    [Fact]
    public void Read_MapsThatDifferInCaseOnly_AreProblems() =>
        Problems(
                """
                name: own
                title: T
                licence: L
                citation: C
                pattern: '(?<label>x)'
                labels: {angry: anger, Angry: rage, sad: Sad, SAD2: sad}
                """)
            .ShouldBe([
                "experiments/datasets/own.yaml(6,9): labels has 'angry' and 'Angry', which differ only in case or normal form, "
                    + "expected one label for them. Remove one.",
                "experiments/datasets/own.yaml(6,9): labels maps to 'Sad' and 'sad', which differ only in case or normal form, "
                    + "expected one spelling. Write one of them everywhere.",
            ]);

    [Fact]
    public void Read_CodesThatDifferInCaseOnlyWithOneLabel_AreOne() =>
        Read(
            """
            name: own
            title: T
            licence: L
            citation: C
            pattern: '(?<label>x)'
            labels: {angry: angry, Angry: angry}
            """)
            .Labels.Count.ShouldBe(2);

    [Fact]
    public void Read_Sound_IsRead() =>
        Read(
            $$"""
            name: own
            title: T
            licence: L
            citation: C
            pattern: '(?<speaker>s)_(?<label>x)\.wav'
            known_defects: [{file: a.wav, sha256: {{Digest}}}]
            sources: [url: {url: 'https://example.org/a.zip', sha256: {{Digest}}}]
            """)
            .KnownDefects[0]
            .File.ShouldBe("a.wav");

    [Fact]
    public void Read_ExtendsWithFilter_HasTheRecordingsOfTheOtherAndCountsOfItsOwn()
    {
        using var folder = new ScratchFolder();
        Write(
            folder,
            "own",
            """
            name: own
            title: T
            pattern: '(?<speaker>s)_(?<label>x)\.wav'
            sources: [manual: {steps: [Ask.]}]
            expected: {clips: 10, texts: 4, sample_rate_hz: 16000}
            """);
        Write(folder, "half", "name: half\nextends: own\nwhere: {texts: [bike, '02']}\nexpected: {clips: 5}\n");
        Write(folder, "quarter", "name: quarter\nextends: half\nwhere: {speakers: [s]}\n");
        Write(folder, "copy", "name: copy\nextends: own\nsources: [manual: {steps: [Ask others.]}]\n");

        var half = Read(folder, "half");
        half.Name.ShouldBe("half");
        half.RecordingsName.ShouldBe("own");
        half.Where!.Texts.ShouldBe(["bike", "02"]);
        half.Expected.ShouldBe(
            new ExpectedCounts
            {
                Clips = 5,
                SampleRateHz = 16000,
                ClipsPerLabel = half.Expected!.ClipsPerLabel,
            });

        var quarter = Read(folder, "quarter");
        quarter.RecordingsName.ShouldBe("own");
        quarter.Where!.Texts.ShouldBe(["bike", "02"]);
        quarter.Where.Speakers.ShouldBe(["s"]);
        quarter.Expected!.Clips.ShouldBeNull();

        Read(folder, "copy").RecordingsName.ShouldBe("copy");
        Read(folder, "copy").Expected!.Clips.ShouldBe(10);
        Read(folder, "own").RecordingsName.ShouldBe("own");
    }

    [Fact]
    public void Read_FilterWithoutNamesOrBesideCorpora_IsAProblem()
    {
        Problems("name: own\npattern: '(?<label>x)'\nwhere: {texts: []}\n")
            .ShouldBe([
                "experiments/datasets/own.yaml(3,16): where.texts has 0 items, expected texts to use. Add some, or remove the key to "
                    + "use all.",
            ]);
        Problems("name: own\npattern: '(?<label>x)'\nwhere: {speker: [a]}\n")
            .ShouldBe(["experiments/datasets/own.yaml(3,17): where.speker is no column of this corpus. Did you mean 'speakers'?"]);
        Problems("name: own\nwhere: {texts: [a]}\ncorpora: [dataset: a, dataset: b]\n")
            .ShouldHaveSingleItem()
            .ShouldEndWith("where is given beside corpora, expected it in the items of corpora. Move it there.");
    }

    private static IEnumerable<string> Problems(string yaml) =>
        Should.Throw<ConfigurationException>(() => Read(yaml)).Problems.Select(p => p.ToString());

    private static DatasetDescription Read(string yaml)
    {
        using var folder = new ScratchFolder();
        Write(folder, "own", yaml);
        return Read(folder, "own");
    }

    private static void Write(ScratchFolder folder, string name, string yaml) =>
        folder.Bytes($"experiments/datasets/{name}.yaml", System.Text.Encoding.UTF8.GetBytes(yaml));

    private static DatasetDescription Read(ScratchFolder folder, string name) =>
        DatasetCatalogue.Read(new CorpusFolders(folder.Full("experiments/datasets"), folder.Full("sources")), name);
}
