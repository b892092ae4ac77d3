using Bakeoff.Corpora.Checking;
using Bakeoff.Corpora.Columns;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Checking;

public sealed class NameCheckTests
{
    private static readonly DatasetDescription Corpus = new()
    {
        Name = "own",
        Pattern = @"(?<speaker>s[0-9])_(?<text>[a-z]+)_(?<label>[ahx])\.wav",
        Ignore = @"songs/.*",
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "angry", ["h"] = "happy" },
        Expected = new ExpectedCounts
        {
            Clips = 4,
            Speakers = 2,
            Texts = 1,
            ClipsPerLabel = new Dictionary<string, int>(StringComparer.Ordinal) { ["angry"] = 2, ["happy"] = 2 },
        },
    };

    [Fact]
    public void Run_NamesAsExpected_HasCountsAndNoDifference()
    {
        var result = Check("s1_dog_a.wav", "", @"x\s2_dog_a.wav", "s1_dog_h.wav", "s2_dog_h.WAV", "songs/1.wav");

        result.Differences.ShouldBeEmpty();
        result.NameCount.ShouldBe(5);
        result.IgnoredCount.ShouldBe(1);
        result.Labels.ShouldBe(new Dictionary<string, int> { ["angry"] = 2, ["happy"] = 2 }, ignoreOrder: true);
        result.Clips[1].Name.ShouldBe(new ListedName("x/s2_dog_a.wav", 3));
        result.TextCount.ShouldBe(1);
    }

    [Fact]
    public void Run_NamesAndCountsThatDiffer_NamesEach()
    {
        var result = Check("s1_dog_a.wav", "s1_cat_h.wav", "other.wav", "s2_dog_x.wav");

        result.Faults.Select(static fault => $"{fault.Name.Line} {fault.Name.Path}: {fault.Reason}")
            .ShouldBe(["3 other.wav: name does not fit the pattern", "4 s2_dog_x.wav: label is 'x', expected one of a, h"]);
        result.Differences.ShouldBe([
            "2 of 4 names are not read",
            "clips: 2, expected 4",
            "speakers: 1, expected 2",
            "texts: 2, expected 1",
            "clips of angry: 1, expected 2",
            "clips of happy: 1, expected 2",
        ]);
    }

    [Fact]
    public void Run_ListWithLabelsOfItsOwn_TellsClipsThatDisagree()
    {
        var result = Check(
            """{"wav": "downloads/s1_dog_a.wav", "emo": "Anger", "spk": "one"}""",
            """{"wav": "downloads/s2_dog_a.wav", "emo": "Anger", "spk": "two"}""",
            """{"wav": "downloads/s1_dog_h.wav", "emo": "Anger", "spk": "one"}""",
            """{"wav": "downloads/s2_dog_h.wav", "emo": "Joy", "spk": "one"}""");

        result.Disagreements.Select(static fault => $"{fault.Name.Line}: {fault.Reason}")
            .ShouldBe([
                "3: label is happy, and the list says 'Anger', elsewhere angry",
                "4: speaker is s2, and the list says 'one', elsewhere s1",
            ]);
        result.Differences.ShouldBe(["2 clips have another label or speaker in the list"]);
    }

    [Theory]
    [InlineData("", "list.txt: holds no name, expected one name of a recording a line.")]
    [InlineData("a.wav\n{\"key\": \"x\"}", "list.txt(2): line is no JSON object with a file name, expected a line like")]
    [InlineData("{\"wav\": ", "list.txt(1): line is no JSON object with a file name, expected a line like")]
    public void Read_ListWithoutNames_SaysWhere(string text, string message)
    {
        using var folder = new ScratchFolder();
        var file = folder.Full("list.txt");
        File.WriteAllText(file, text);
        Should.Throw<DatasetException>(() => NameList.Read(file)).Message.ShouldContain(message);
    }

    [Fact]
    public void Run_LabelsInATable_MapsTheCodesOfTheList()
    {
        var corpus = Corpus with
        {
            Pattern = @"(?<session>[0-9])(?<letter>[FM])_[0-9]\.wav",
            Columns = new Dictionary<string, ColumnOptions>(StringComparer.Ordinal) { ["speaker"] = new() { From = "S{session}{letter}" } },
            Metadata = [new MetadataOptions { File = "labels.csv", Key = "name" }],
        };
        var list = new NameList([new("1F_1.wav", 1), new("1M_2.wav", 2) { Label = "h" }, new("2M_3.wav", 3) { Label = "z" }]);

        var result = NameCheck.Run(corpus, list);

        result.Clips.Select(static clip => (clip.Label, clip.Speaker)).ShouldBe([("", "S1F"), ("happy", "S1M")]);
        result.Faults.Single().Reason.ShouldBe("label is 'z', expected one of a, h");
    }

    [Fact]
    public void Run_DescriptionWithATable_IsRefused() =>
        Should.Throw<DatasetException>(() => NameCheck.Run(Corpus with { Pattern = null }, new NameList([])))
            .Message.ShouldStartWith("own.yaml: description has no pattern");

    private static NameCheckResult Check(params string[] lines)
    {
        using var folder = new ScratchFolder();
        var file = folder.Full("names.txt");
        File.WriteAllLines(file, lines);
        return NameCheck.Run(Corpus, NameList.Read(file));
    }
}
