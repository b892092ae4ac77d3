using Bakeoff.Evaluation.Splits;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Evaluation.Tests.Splits;

public sealed class LeakageAuditTests
{
    [Fact]
    public void Split_UnacknowledgedLeak_FailsAndSaysWhatToWrite()
    {
        var clips = ClipSet.TwoSpeakers();

        var exception = Should.Throw<SplitException>(() => Splitter.Split(clips, new SplitOptions { Acknowledge = [Leak.SharedTexts] }, 1));

        exception.Key.ShouldBe("split.acknowledge");
        exception.Message.ShouldStartWith("split.acknowledge: training and test side share 2 speakers (fold 1), ");
        exception.Message.ShouldEndWith(
            "expected nothing in common that is not acknowledged. Choose another split.by, or write "
            + "acknowledge: [shared_speakers, shared_texts, shared_speaker_texts] under split if that is the question asked.");
        exception.Audit.ShouldNotBeNull().Unacknowledged.ShouldBe([Leak.SharedSpeakers, Leak.SharedSpeakerTexts]);
    }

    [Fact]
    public void Split_SpeakersAndTextsAcknowledged_CoversTheirPairs()
    {
        var audit = Splitter.Split(
            ClipSet.TwoSpeakers(), new SplitOptions { Acknowledge = [Leak.SharedSpeakers, Leak.SharedTexts] }, 1).Audit;

        audit.Found.ShouldBe([Leak.SharedSpeakers, Leak.SharedTexts, Leak.SharedSpeakerTexts]);
        audit.Unacknowledged.ShouldBeEmpty();
        audit.Summary().ShouldNotBeNull().ShouldStartWith("2 speakers, 9 texts, ");
        audit.Summary()!.ShouldEndWith(" speaker-text pairs on both the training and the test side");
    }

    [Fact]
    public void Make_DuplicateSamplesOnBothSides_AreCounted()
    {
        var clips = ClipSet.Crossed(2, 1, 2);
        clips[1] = clips[1] with { Sha256 = clips[0].Sha256 };
        var fold = new SplitFold("1", [Partition.Train, Partition.Test, Partition.Validation, Partition.Unused]);

        var audit = LeakageAudit.Make(clips, [fold], []);

        audit.Folds.Single().DuplicateSamples.ShouldBe(1);
        audit.Found.ShouldContain(Leak.DuplicateSamples);
        Should.Throw<SplitException>(audit.ThrowIfUnacknowledged).Message.ShouldContain("1 duplicate recordings (fold 1)");
    }

    [Fact]
    public void Make_NothingShared_HasNoSummary()
    {
        var clips = ClipSet.Crossed(2, 1, 1);
        clips[1] = clips[1] with { Text = "other" };

        var audit = LeakageAudit.Make(clips, [new SplitFold("1", [Partition.Train, Partition.Test])], []);

        audit.Found.ShouldBeEmpty();
        audit.Summary().ShouldBeNull();
    }

    [Theory]
    [InlineData(Leak.SharedSpeakers, "shared_speakers")]
    [InlineData(Leak.SharedTexts, "shared_texts")]
    [InlineData(Leak.SharedSpeakerTexts, "shared_speaker_texts")]
    [InlineData(Leak.DuplicateSamples, "duplicate_samples")]
    public void YamlName_Leak_IsSnakeCase(Leak leak, string name) => YamlName.Of(leak).ShouldBe(name);
}
