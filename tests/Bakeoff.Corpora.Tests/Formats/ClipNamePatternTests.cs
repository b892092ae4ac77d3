using Bakeoff.Corpora.Formats;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Formats;

public sealed class ClipNamePatternTests
{
    [Theory]
    [InlineData("tess", "TESS Toronto emotional speech set data/OAF_Fear/OAF_back_fear.wav", "fear", "OAF", "back")]
    [InlineData("tess", "OAF_Pleasant_surprise/OAF_back_ps.wav", "surprise", "OAF", "back")]
    [InlineData("tess", "YAF_pleasant_surprised/yaf_BACK_PS.WAV", "surprise", "YAF", "back")]
    [InlineData("tess", "OAF_neutral/OA_bite_neutral.wav", "neutral", "OAF", "bite")]
    [InlineData("ravdess", "Actor_12/03-01-06-01-02-01-12.wav", "fear", "12", "02")]
    [InlineData("emodb", "wav/03a01Fa.wav", "happy", "03", "a01")]
    [InlineData("emodb", "wav/16b10Wb.wav", "angry", "16", "b10")]
    [InlineData("crema-d", "AudioWAV/1001_DFA_ANG_XX.wav", "angry", "1001", "dfa")]
    [InlineData("crema-d", "AudioWAV/1040_ITH_SAD_X.wav", "sad", "1040", "ith")]
    [InlineData("savee", "AudioData/DC/sa01.wav", "sad", "DC", "sa01")]
    [InlineData("savee", "KL_n30.wav", "neutral", "KL", "n30")]
    [InlineData("savee", "JE/su15.wav", "surprise", "JE", "su15")]
    [InlineData("folder", "my recordings/Angry/take 1.wav", "angry", "", "")]
    [InlineData("folder", "Sad/take 2.flac", "sad", "", "")]
    [InlineData("quickstart", "SYN1_heed_angry_1.wav", "angry", "SYN1", "heed")]
    public void Read_NameOfShippedCorpus_GivesLabelSpeakerAndText(string dataset, string path, string label, string speaker, string text) =>
        Read(Shipped(dataset).Index, path).ShouldBe(new ClipName(label, speaker, text));

    [Theory]
    [InlineData("tess", "README.txt")]
    [InlineData("tess", "XOAF_back_fear.wav")]
    [InlineData("tess", "OAF_back_fear.wav.bak")]
    [InlineData("ravdess", "Actor_12/03-02-06-01-02-01-12.wav")]
    [InlineData("emodb", "03a01Xa.wav")]
    public void Read_NameThatDoesNotFit_GivesNull(string dataset, string path) => Read(Shipped(dataset).Index, path).ShouldBeNull();

    [Fact]
    public void Read_UnknownLabel_NamesTheMap()
    {
        var description = new DatasetDescription
        {
            Name = "mine",
            Pattern = "(?<label>[a-z]+)_.*",
            Labels = new Dictionary<string, string> { ["joy"] = "happy", ["ire"] = "angry" },
        };

        var exception = Should.Throw<DatasetException>(() => Read(description.Index, "rage_1.wav"));

        exception.Message.ShouldBe(
            "rage_1.wav: label is 'rage', expected one of ire, joy. Add it to labels in mine.yaml, or correct the pattern.");
        exception.Path.ShouldBe("rage_1.wav");
        exception.Problem.ShouldBe(DatasetProblem.Name);
    }

    [Theory]
    [InlineData(
        "(?<speaker>[a-z]+).wav",
        "is '(?<speaker>[a-z]+).wav', expected a named group (?<label>...). Name the part of the file name that states the emotion.")]
    [InlineData("(?<label>[a-z)", "expected a regular expression without look-around and back-references")]
    [InlineData("(?<label>a)(?=b)", "expected a regular expression without look-around and back-references")]
    [InlineData(@"(?<label>a)\k<label>", "expected a regular expression without look-around and back-references")]
    [InlineData(@"(?<label>a)\1", "expected a regular expression without look-around and back-references")]
    [InlineData("(?<label>a)(?>b)", "expected a regular expression without look-around and back-references")]
    [InlineData("(?<label>a)(?<speaker-label>b)", "expected a regular expression without look-around and back-references")]
    [InlineData("(?<label>a)(?(label)b|c)", "expected a regular expression without look-around and back-references")]
    [InlineData(@"(?<label>a)\G", "expected a regular expression without look-around and back-references")]
    [InlineData(@"(?<label>a)b)|(c", "expected a regular expression without look-around and back-references")]
    public void Problem_UnusablePattern_SaysWhy(string pattern, string expected) =>
        ClipNamePattern.Problem(pattern).ShouldNotBeNull().ShouldContain(expected);

    [Theory]
    [InlineData(@"(?<label>[a-z]+)_(?:\d\d)\.wav")]
    [InlineData(@"\(?<label>[a-z]+\)?(?<label>a)")]
    [InlineData(@"(?'label'a)(?i:b)(?#a comment)[(?=]\\1")]
    public void Problem_UsablePattern_IsNone(string pattern)
    {
        ClipNamePattern.Problem(pattern).ShouldBeNull();

        Should.NotThrow(() => new ClipNamePattern(pattern));
    }

    [Fact]
    public void Read_PatternThatWouldBacktrack_TakesNoTime()
    {
        var pattern = new ClipNamePattern("(?<label>(a+)+)b");

        pattern.Read(new string('a', 5000) + "c").ShouldBeNull();
    }

    [Theory]
    [InlineData("tess")]
    [InlineData("quickstart")]
    [InlineData("ravdess")]
    [InlineData("emodb")]
    [InlineData("crema-d")]
    [InlineData("savee")]
    [InlineData("folder")]
    [InlineData("manifest")]
    public void Shipped_Description_IsCompleteAndConsistent(string dataset)
    {
        var description = Shipped(dataset);

        description.Validate().ShouldBeEmpty();
        description.Name.ShouldBe(dataset);
        description.Title.ShouldNotBeEmpty();
        description.Licence.ShouldNotBeEmpty();
        description.Citation.ShouldNotBeEmpty();
        if (description.Expected is { ClipsPerLabel.Count: > 0 } expected)
        {
            expected.ClipsPerLabel.Values.Sum().ShouldBe(expected.Clips!.Value);
            expected.ClipsPerLabel.Count.ShouldBe(expected.Labels!.Value);
            description.Labels.Values.Distinct().Order().ShouldBe(expected.ClipsPerLabel.Keys.Order());
        }
    }

    private static ClipName? Read(IndexOptions options, string path) =>
        new ClipNamePattern(options.Pattern!).Read(path) is { } clip ? new ClipCodes(options).Map(clip) : null;

    internal static DatasetDescription Shipped(string name) =>
        YamlOptions.Read<DatasetDescription>(Path.Combine(Fixture.RepositoryRoot, "experiments", "datasets", name + ".yaml"));
}
