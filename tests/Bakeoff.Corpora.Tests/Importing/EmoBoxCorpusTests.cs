using Bakeoff.Corpora.Importing;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Importing;

/// <summary>A made-up checkout with the oddities of the real one.</summary>
public sealed class EmoBoxCorpusTests : IDisposable
{
    private readonly ScratchFolder _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public void Read_TwoFolds_HasSidesLabelsSpeakersAndTheLeak()
    {
        Write("own.jsonl", Row("own-1", "a (1).wav", "Joy"), Row("own-2", "b.wav", "neutral"), Row("own-3", "c.wav", "Joy"), Row("own-4", "d.wav", "x"));
        Write("fold_1/own_train_fold_1.jsonl", Row("own-1", "a (1).wav", "Joy"), Row("own-2", "b.wav", "neutral"));
        Write("fold_1/own_valid_fold_1.jsonl", Row("own-3", "c.wav", "Joy"));
        Write("fold_1/own_test_fold_1.jsonl", Row("own-4", "d.wav", "x"));
        Write("fold_1/own_test_fold1.jsonl", "older, and not read");
        Write("fold_2/own_test_fold_2.jsonl", Row("own-1", "a (1).wav", "Joy"), Row("own-2", "b.wav", "neutral"));
        Write("label_dict.json", """{"Joy": "Happy", "Neutral": "Neutral"}""");
        Write("data.seg.wrd.stm", Turn("own-1", "downloads/own/wav/one"), Turn("own-2", "two"), Turn("own-3", "two"), Turn("own-4", "one"));

        var corpus = EmoBoxCorpus.Read(_checkout.Root, "own");

        corpus.Labels.ShouldBe(new Dictionary<string, string> { ["Joy"] = "happy", ["neutral"] = "neutral", ["x"] = "x" }, ignoreOrder: true);
        corpus.Clips.Select(static clip => $"{clip.Path} {clip.Label} {clip.Speaker} {string.Join('/', clip.Sides)}")
            .ShouldBe(["a (1).wav Joy one train/test", "b.wav neutral two train/test", "c.wav Joy two validation/train", "d.wav x one test/train"]);
        corpus.Folds.Select(static fold => fold.Describe())
            .ShouldBe([
                "fold_1: train 2, validation 1, test 1; 1 of 1 tested speaker also trained on",
                "fold_2: train 2, test 2; 2 of 2 tested speakers also trained on",
            ]);
        corpus.SharesSpeakers.ShouldBeTrue();
        corpus.Notes.ShouldBe(["Lists are missing in this copy; what a fold neither tests nor validates on is taken for training."]);
    }

    [Fact]
    public void Read_ASpeakerForEveryClip_IsUnknown()
    {
        Write("own.jsonl", Row("own-1", "a.wav", "x"), Row("own-2", "b.wav", "x"));
        Write("fold_1/own_train_fold_1.jsonl", Row("own-1", "a.wav", "x"));
        Write("fold_1/own_test_fold_1.jsonl", Row("own-2", "b.wav", "x"));
        Write("data.seg.wrd.stm", Turn("own-1", "own-1"), Turn("own-2", "own-2"));

        var corpus = EmoBoxCorpus.Read(_checkout.Root, "own");

        corpus.KnowsSpeakers.ShouldBeFalse();
        corpus.Folds.Single().Describe().ShouldBe("fold_1: train 1, test 1; who speaks is not known");
    }

    [Fact]
    public void Read_WhatCannotBeImported_SaysWhy()
    {
        Refusal("other").ShouldEndWith("corpus 'other' is not in data/, expected a checkout of github.com/emo-box/EmoBox.");
        Write("fold_1/own_test_fold_1.jsonl", Row("own-2", "b.wav", "x"));
        Refusal("other").ShouldEndWith("corpus 'other' is not in data/, expected one of own.");
        Refusal("own").ShouldContain("fold_1 of own has no clips to train on");
        const string rule = "expected a JSON object with key, wav and emo, and with end_time where it has start_time.";
        Write("fold_1/own_test_fold_1.jsonl", Row("own-2", "b.wav", "x"), """{"key": "k", "wav": "w", "emo": "e", "start_time": 0.5}""");
        Refusal("own").ShouldEndWith($"own_test_fold_1.jsonl(2): line is no clip of EmoBox, {rule}");
        Write("fold_1/own_test_fold_1.jsonl", """{"key": "k"}""");
        Refusal("own").ShouldEndWith($"own_test_fold_1.jsonl(1): line is no clip of EmoBox, {rule}");
    }

    [Fact]
    public void Read_RecordingThatIsNotThere_NamesTheLine()
    {
        Write("fold_1/own_train_fold_1.jsonl", Row("own-1", "a.wav", "x"), Row("own-2", "B.wav", "x"));
        Write("fold_1/own_test_fold_1.jsonl", Row("own-3", "c.wav", "x"));
        _checkout.Noise("downloads/own/b.wav", 1);
        _checkout.Noise("downloads/own/c.wav", 1);
        var recordings = _checkout.Full("downloads/own");

        var list = _checkout.Full("data/own/fold_1/own_train_fold_1.jsonl");
        Refusal("own", recordings).ShouldBe(
            $"{list}(1): lists a.wav, expected a recording in {recordings}, which lacks 1 of the 3 that the lists name. Copy the recordings "
                + "again; folds without some of their clips are others.");
        Refusal("own", _checkout.Full("data")).ShouldEndWith(
            "which lacks 3 of the 3 that the lists name. Name the folder of the recordings by --recordings.");
        Refusal("own", _checkout.Full("nowhere")).ShouldEndWith(
            "nowhere: there is no such folder, expected the recordings of own. Name their folder by --recordings.");
        _checkout.Noise("downloads/own/a.wav", 1);
        EmoBoxCorpus.Read(_checkout.Root, "own", recordings).Clips.Count.ShouldBe(3);
    }

    [Fact]
    public void Read_StretchesOfFiles_AreClipsUnlessTheyHaveSeveralLabels()
    {
        string[] train =
        [
            Stretch("pavoque-poker_n0010-poker", "poker.flac", "poker", 4.46, 9.58),
            Stretch("pavoque-m0003-poker", "poker.flac", "poker", 0, 4.46),
            Stretch("pavoque-m0003a-happy", "outtakes.flac", "happy", 10577.94, 10581.56),
        ];
        string[] test =
        [
            Stretch("pavoque-m0003a-poker", "outtakes.flac", "poker", 10577.94, 10581.56),
            Stretch("pavoque-m0003b-happy", "outtakes.flac", "happy", 1.5, 2),
        ];
        Write("own.jsonl", [.. train, .. test]);
        Write("fold_1/own_train_fold_1.jsonl", train);
        Write("fold_1/own_test_fold_1.jsonl", test);

        var corpus = EmoBoxCorpus.Read(_checkout.Root, "own");

        corpus.Clips.Select(static clip => $"{clip.Path}{clip.Stretch!.Fragment} {clip.Label} {clip.Text} {clip.Sides[0]}")
            .ShouldBe([
                "outtakes.flac#t=1.5,2 happy m0003 test",
                "poker.flac#t=0,4.46 poker m0003 train",
                "poker.flac#t=4.46,9.58 poker poker_n0010 train",
            ]);
        corpus.Notes.ShouldContain("1 recording listed under several labels, in 2 rows, left out.");
        corpus.SharesTexts.ShouldBeTrue();
    }

    private static string Stretch(string key, string path, string label, double start, double end) =>
        FormattableString.Invariant(
            $$"""{"key": "{{key}}", "wav": "downloads/own/{{path}}", "emo": "{{label}}", "channel": 1, "start_time": {{start}}, "end_time": {{end}}}""");

    private static string Row(string key, string path, string label) =>
        $$"""{"key": "{{key}}", "dataset": "own", "wav": "downloads/own/{{path}}", "emo": "{{label}}"}""";

    private static string Turn(string key, string speaker) => $"{key} 1 {speaker} 0 1.5 <id={key},lang=en,spk={speaker},emotion=x> x";

    private void Write(string relative, params string[] lines)
    {
        var file = _checkout.Full(Path.Combine("data", "own", relative));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, lines);
    }

    private string Refusal(string corpus, string? recordings = null) =>
        Should.Throw<DatasetException>(() => EmoBoxCorpus.Read(_checkout.Root, corpus, recordings)).Message;
}
