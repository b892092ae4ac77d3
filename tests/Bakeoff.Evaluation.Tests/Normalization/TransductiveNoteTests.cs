using Bakeoff.Audio.Features;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Normalization;

namespace Bakeoff.Evaluation.Tests.Normalization;

public sealed class TransductiveNoteTests
{
    private const string Note = "features are normalised by each speaker's own clips, those of the test speakers included, labels unseen";

    // Each speaker's labels, a letter a clip.
    [Theory]
    [InlineData("aaa b aba", "2 of 3 speakers have clips of one label")]
    [InlineData("aaa bb ab ba", null)] // half of them
    [InlineData("aa a a", null)] // nothing to tell apart
    public void Describe_SpeakersOfOneLabel_WarnsWhereTheyAreMost(string speakers, string? warning)
    {
        var note = TransductiveNote.Describe(FeatureNormalization.Speaker, Clips(speakers));

        note.ShouldBe(
            warning is null
                ? Note
                : $"{Note}; {warning}, expected of several for most, because a speaker's mean over one label takes that label away. Compare with "
                    + "normalization: train");
        TransductiveNote.Describe(FeatureNormalization.Train, Clips(speakers)).ShouldBeNull();
    }

    private static Clip[] Clips(string speakers) =>
    [
        .. speakers.Split(' ').SelectMany(static (labels, speaker) => labels.Select((label, i) =>
            new Clip($"{speaker}-{i}.wav", $"{label}", $"s{speaker}", "", 16000, 1, 16000, 1, $"{speaker:x32}{i:x32}"))),
    ];
}
