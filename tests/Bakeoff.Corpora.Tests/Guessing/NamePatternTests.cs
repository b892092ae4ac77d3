using Bakeoff.Corpora.Guessing;

namespace Bakeoff.Corpora.Tests.Guessing;

public sealed class NamePatternTests
{
    [Fact]
    public void Guess_NamesOfTess_FindsSpeakerTextAndLabel()
    {
        var paths = Cross(["OAF", "YAF"], ["back", "bar", "base"], ["angry", "happy", "ps"])
            .Select(p => $"{p.A}_{p.C}/{p.A}_{p.B}_{p.C}.wav");

        var guess = NamePattern.Guess([.. paths])!;

        guess.Pattern.ShouldBe(@"(?<speaker>[^/_]+)_(?<text>[^/_]+)_(?<label>angry|happy|ps)\.[^.]+");
        guess.Speakers.ShouldBe(["OAF", "YAF"]);
        guess.Texts.ShouldBe(["back", "bar", "base"]);
        guess.Labels.ShouldBe(
            new Dictionary<string, string>
            {
                ["angry"] = "angry",
                ["happy"] = "happy",
                ["ps"] = "surprise",
            },
            ignoreOrder: true);
        guess.FitCount.ShouldBe(18);
    }

    [Fact]
    public void Guess_NamesOfCremaD_TakesTheNumberOfFourDigitsForTheSpeaker()
    {
        var paths = Cross(["1001", "1002", "1003", "1004", "1005"], ["DFA", "IEO", "TIE"], ["ANG", "NEU", "SAD"])
            .Select(p => $"AudioWAV/{p.A}_{p.B}_{p.C}_XX.wav");

        var guess = NamePattern.Guess([.. paths])!;

        guess.Pattern.ShouldBe(@"(?<speaker>[^/_]+)_(?<text>[^/_]+)_(?<label>ANG|NEU|SAD)_[^/_]+\.[^.]+");
        guess.Labels["ANG"].ShouldBe("angry");
    }

    [Fact]
    public void Guess_FolderForEachLabelAndTakes_LeavesSpeakersUnknown()
    {
        var guess = NamePattern.Guess(["joyful/take_01.wav", "joyful/take_02.wav", "cross/take_01.wav", "cross/take_02.wav"])!;

        guess.Pattern.ShouldBe(@"(?<label>[^/]+)/[^/_]+_[^/_]+\.[^.]+");
        guess.Labels.ShouldBe(new Dictionary<string, string> { ["cross"] = "cross", ["joyful"] = "happy" }, ignoreOrder: true);
        guess.Speakers.ShouldBeEmpty();
    }

    [Fact]
    public void Guess_FolderForEachSpeaker_NamesTheFolder()
    {
        var paths = Cross(["anna", "bert", "carl"], ["01", "02"], ["angry", "sad"]).Select(p => $"{p.A}/{p.C}-{p.B}.flac");

        var guess = NamePattern.Guess([.. paths])!;

        guess.Pattern.ShouldBe(@"(?<speaker>[^/]+)/(?<label>angry|sad)-[^/\-]+\.[^.]+");
        guess.Speakers.ShouldBe(["anna", "bert", "carl"]);
        guess.Texts.ShouldBeEmpty();
    }

    [Fact]
    public void Guess_NamesOfOtherForms_AreCountedAsNotFitting()
    {
        var guess = NamePattern.Guess(["a/1_angry.wav", "a/1_sad.wav", "a/2_sad.wav", "a/notes.wav"])!;

        guess.FitCount.ShouldBe(3);
        guess.FileCount.ShouldBe(4);
    }

    [Fact]
    public void Guess_NothingTellsLabelsApart_ReturnsNull()
    {
        NamePattern.Guess(["a.wav", "b.wav"]).ShouldBeNull();
        NamePattern.Guess([]).ShouldBeNull();
    }

    private static IEnumerable<(string A, string B, string C)> Cross(string[] first, string[] second, string[] third) =>
        from a in first
        from b in second
        from c in third
        select (a, b, c);
}
