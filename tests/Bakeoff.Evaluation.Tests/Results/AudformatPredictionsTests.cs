using Bakeoff.Corpora;
using Bakeoff.Corpora.Importing.Audformat;
using Bakeoff.Evaluation.Results;
using Bakeoff.Testing;

namespace Bakeoff.Evaluation.Tests.Results;

public sealed class AudformatPredictionsTests : IDisposable
{
    private static readonly string[] Labels = ["angry", "no"];
    private static readonly Column[] Columns = [new("age", ColumnType.Number), new("gender", ColumnType.Text)];
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_Stretches_ReadBackAsTheyWere()
    {
        Clip[] clips =
        [
            Of("a.wav", new ClipStretch(0, 0.1, null)), Of("a.wav", new ClipStretch(0.1, null, null)), Of("b.wav", null),
        ];
        Prediction[] predictions =
        [
            Of(clips[0], "angry", "angry", 0.75f), Of(clips[1], "no", "angry", 0.5f), Of(clips[2], "no", "no", 0.1f),
        ];

        Write(clips, predictions);

        File.ReadAllLines(_folder.Full("db.predictions.csv")).ShouldBe([
            "file,start,end,label,predicted,p_angry,p_no,speaker,text,fold,age,gender",
            "wav/a.wav,0 days 00:00:00,0 days 00:00:00.1,angry,angry,0.75,0.25,anna,\"well, yes\",one,41,",
            "wav/a.wav,0 days 00:00:00.1,,no,angry,0.5,0.5,anna,\"well, yes\",one,41,",
            "wav/b.wav,0 days 00:00:00,,no,no,0.1,0.9,anna,\"well, yes\",one,41,",
        ]);
        _folder.Noise("wav/a.wav", 1);
        _folder.Noise("wav/b.wav", 2);
        var choice = new AudformatChoice(_folder.Root) { Tables = ["predictions"], Column = "predicted" };
        var corpus = await AudformatCorpus.ReadAsync(choice, TestContext.Current.CancellationToken);
        corpus.Clips.Select(static clip => (clip.Path, clip.Label, clip.Speaker, clip.Text, clip.Stretch)).ShouldBe([
            ("wav/a.wav", "angry", "anna", "well, yes", clips[0].Stretch),
            ("wav/a.wav", "angry", "anna", "well, yes", clips[1].Stretch),
            ("wav/b.wav", "no", "anna", "well, yes", null),
        ]);
        corpus.Columns.Select(static column => (column.Name, column.Type)).ShouldBe([
            ("predictions_label", ColumnType.Text),
            ("predictions_p_angry", ColumnType.Number),
            ("predictions_p_no", ColumnType.Number),
            ("predictions_fold", ColumnType.Text),
            ("age", ColumnType.Number),
        ]);
        corpus.Clips[0].Values.ShouldBe(["angry", "0.75", "0.25", "one", "41"]);
        corpus.Licence.ShouldBe("CC: BY");
    }

    [Fact]
    public void Write_AClipInTwoFolds_HasATableForEach()
    {
        var clip = Of("a.wav", null);

        Write([clip], [Of(clip, "no", "no", 0.25f), Of(clip, "no", "angry", 0.5f) with { Fold = "two" }]);

        File.ReadAllLines(_folder.Full("db.predictions.two.csv"))[1].ShouldBe("wav/a.wav,no,angry,0.5,0.5,anna,\"well, yes\",two,41,");
        File.ReadAllText(_folder.Full("db.yaml")).ShouldContain("  predictions.one:\n    type: filewise\n    split_id: test\n");
        Directory.GetFiles(_folder.Root).Length.ShouldBe(3);
    }

    [Fact]
    public void Write_TwoChannelsOfAStretch_SaysThatAudformatHasNone()
    {
        Clip[] clips = [Of("a.wav", new ClipStretch(0, 1, 1)), Of("a.wav", new ClipStretch(0, 1, 2))];

        Should.Throw<DatasetException>(() => Write(clips, [.. clips.Select(static clip => Of(clip, "no", "no", 0.5f))]))
            .Message.ShouldBe("a.wav#t=0,1&channel=2: is another channel of the same stretch, expected clips of different files or times, "
                + "for audformat names no channels. predictions.csv has them all.");
    }

    private static Clip Of(string file, ClipStretch? stretch) =>
        new(file + stretch?.Fragment, "no", "anna", "well, yes", 16000, 1, 1600, 0.1, "00")
        {
            File = $"wav/{file}",
            Stretch = stretch,
            Values = new ColumnValues(Columns, ["41", ""]),
        };

    private static Prediction Of(Clip clip, string label, string predicted, float angry) =>
        new(clip.Path, "one", clip.Speaker, clip.Text, label, predicted, [angry, 1 - angry]);

    private void Write(Clip[] clips, Prediction[] predictions) =>
        new AudformatPredictions("tiny", "Bakeoff: tiny", "CC: BY").Write(_folder.Root, Labels, predictions, clips);
}
