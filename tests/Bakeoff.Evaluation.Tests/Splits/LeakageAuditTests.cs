using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Numerics;
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
        Should.Throw<SplitException>(audit.ThrowIfUnacknowledged).Message.ShouldContain("1 duplicate recording (fold 1)");
    }

    [Fact]
    public void Make_ManyStretchesOfFewFiles_CountsWhatComparingEveryPairFinds()
    {
        var random = new SeededRandom(1, "stretches");
        var clips = ClipSet.Crossed(1, 1, 1, takes: 600).ConvertAll(clip => clip with
        {
            File = $"{random.NextInt32(3)}.wav",
            Stretch = Stretch(random),
        });
        Partition[] sides = [.. clips.Select(_ => (Partition)random.NextInt32(4))];

        var audit = LeakageAudit.Make(clips, [new SplitFold("1", sides)], []);

        var expected = Enumerable.Range(0, clips.Count).Count(i => sides[i] == Partition.Test && Enumerable.Range(0, clips.Count).Any(k =>
            sides[k] is Partition.Train or Partition.Validation
            && clips[k].File == clips[i].File
            && ClipStretch.Overlap(clips[k].Stretch, clips[i].Stretch)));
        expected.ShouldBeInRange(1, sides.Count(static side => side == Partition.Test) - 1);
        audit.Folds.Single().DuplicateSamples.ShouldBe(expected);

        static ClipStretch? Stretch(SeededRandom random)
        {
            var start = random.NextInt32(2000);
            return random.NextInt32(300) == 0
                ? null
                : new ClipStretch(start, random.NextInt32(300) == 0 ? null : start + 1 + random.NextInt32(3), random.NextInt32(3) is > 0 and var c ? c : null);
        }
    }

    [Fact]
    public void Make_NothingShared_FindsNone()
    {
        var clips = ClipSet.Crossed(2, 1, 1);
        clips[1] = clips[1] with { Text = "other" };

        var audit = LeakageAudit.Make(clips, [new SplitFold("1", [Partition.Train, Partition.Test])], []);

        audit.Found.ShouldBeEmpty();
        audit.Unknown.ShouldBeEmpty();
        audit.Summary().ShouldBe("none found");
    }

    [Fact]
    public void Make_NoSpeakerOrTextKnown_CannotBeKnown()
    {
        var clips = Forget(ClipSet.Crossed(2, 3, 2), static _ => true, static _ => true);

        var audit = LeakageAudit.Make(clips, [Halves(clips)], [Leak.SharedSpeakers]);

        audit.Found.ShouldBeEmpty();
        audit.Unknown.ShouldBe([Leak.SharedSpeakers, Leak.SharedTexts, Leak.SharedSpeakerTexts]);
        audit.Unacknowledged.ShouldBeEmpty();
        audit.Summary().ShouldBe("cannot be known for speakers (unknown for all 12 clips) and texts (unknown for all 12 clips)");
        audit.Findings[0].ShouldBe(new LeakFinding(Leak.SharedSpeakers, LeakState.CannotBeKnown, 0, 12, 12, IsAcknowledged: true));
        audit.Findings[3].State.ShouldBe(LeakState.None);
    }

    [Fact]
    public void Make_OneSpeakerUnknownAndOthersApart_CannotBeKnown()
    {
        var clips = Forget(ClipSet.Crossed(2, 3, 1), static i => i == 0, static _ => false);
        var bySpeaker = new SplitFold("1", [.. clips.Select(clip => clip.Speaker == "s01" ? Partition.Test : Partition.Train)]);

        var audit = LeakageAudit.Make(clips, [bySpeaker], []);

        audit.Summary().ShouldBe("3 texts on both the training and the test side; cannot be known for speakers (unknown for 1 of 6 clips)");
        audit.Findings[2].State.ShouldBe(LeakState.CannotBeKnown);
    }

    [Fact]
    public void Make_SomeSharedAndSomeUnknown_CountsAtLeast()
    {
        var clips = Forget(ClipSet.Crossed(1, 4, 1), static i => i == 0, static _ => true);

        var audit = LeakageAudit.Make(clips, [Halves(clips)], [Leak.SharedSpeakers]);

        audit.Summary().ShouldBe(
            "at least 1 speaker (unknown for 1 of 4 clips) on both the training and the test side; "
            + "cannot be known for texts (unknown for all 4 clips)");
    }

    [Fact]
    public void Make_SpeakersApartAndTextsUnknown_PairsAreNotShared()
    {
        var clips = Forget(ClipSet.Crossed(2, 3, 1), static _ => false, static _ => true);
        var bySpeaker = new SplitFold("1", [.. clips.Select(clip => clip.Speaker == "s01" ? Partition.Test : Partition.Train)]);

        var audit = LeakageAudit.Make(clips, [bySpeaker], []);

        audit.Unknown.ShouldBe([Leak.SharedTexts]);
        audit.Findings[2].ShouldBe(new LeakFinding(Leak.SharedSpeakerTexts, LeakState.None, 0, 0, 6, IsAcknowledged: false));
    }

    [Fact]
    public void Write_UnknownSpeakers_HaveNoCount()
    {
        using var scratch = new ScratchFolder();
        var clips = Forget(ClipSet.Crossed(2, 3, 2), static _ => true, static _ => false);
        var folds = new[] { Halves(clips) };

        SplitReport.Write(scratch.Full("r.json"), clips, new SplitResult(folds, LeakageAudit.Make(clips, folds, [Leak.SharedTexts])));

        using var report = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(scratch.Full("r.json")));
        var root = report.RootElement;
        root.GetProperty("leakage").GetString().ShouldNotBeNull()
            .ShouldEndWith("; cannot be known for speakers (unknown for all 12 clips)");
        var speakers = root.GetProperty("leaks").GetProperty("shared_speakers");
        speakers.GetProperty("state").GetString().ShouldBe("cannot_be_known");
        speakers.GetProperty("count").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        speakers.GetProperty("unknown_clips").GetInt32().ShouldBe(12);
        var fold = root.GetProperty("folds")[0];
        fold.GetProperty("training_and_test_share").GetProperty("shared_speakers").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        fold.GetProperty("train_and_validation_share").GetProperty("speakers").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData(Leak.SharedSpeakers, "shared_speakers")]
    [InlineData(Leak.SharedTexts, "shared_texts")]
    [InlineData(Leak.SharedSpeakerTexts, "shared_speaker_texts")]
    [InlineData(Leak.DuplicateSamples, "duplicate_samples")]
    public void YamlName_Leak_IsSnakeCase(Leak leak, string name) => YamlName.Of(leak).ShouldBe(name);

    private static List<Clip> Forget(IReadOnlyList<Clip> clips, Func<int, bool> speakers, Func<int, bool> texts) =>
    [
        .. clips.Select((clip, i) => clip with { Speaker = speakers(i) ? "" : clip.Speaker, Text = texts(i) ? "" : clip.Text }),
    ];

    private static SplitFold Halves(IReadOnlyList<Clip> clips) =>
        new("1", [.. clips.Select(static (_, i) => i % 2 == 0 ? Partition.Train : Partition.Test)]);
}
