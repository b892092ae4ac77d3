using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Corpora;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Experiments.Report;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Report;

public sealed class FeatureTextTests : IDisposable
{
    private static readonly FeatureOptions Options = new() { Kind = new MfccKind(), MfccCount = 3 };

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Describe_OneFeatureThatTellsTheLabel_ComesFirstAndIsConfirmedByEightSpeakers()
    {
        var part = Describe(speakers: 8);

        part.Rows.Select(static row => row.Feature).First().ShouldBe("mfcc_1");
        part.Rows[0].EtaSquared.ShouldBe(1);
        part.Rows[0].Agreement.ShouldBe(1);

        // Two labels, eight speakers: chi squared 8 with one degree, 0.0047, times three features.
        part.Rows[0].P.ShouldBe(3 * 0.004677734981047266, 1e-9);
        part.Words[1].ShouldContain("each of the 8 speakers who have every label counts once");
        part.Words[1].ShouldContain("corrected for 3 features by Holm): 1 of them order the labels alike in all voices");
        part.Distributions[0].Labels.Select(static of => (of.Label, of.Values.Count)).ShouldBe([("a", 16), ("b", 16)]);
    }

    [Fact]
    public void Describe_OneSpeaker_SaysThatNothingIsTested()
    {
        var part = Describe(speakers: 1);

        part.Rows.ShouldAllBe(static row => double.IsNaN(row.P));
        part.Words[1].ShouldBe("No test: fewer than two speakers have every label, and clips of one speaker say nothing about another.");
    }

    private FeaturePart Describe(int speakers)
    {
        List<Clip> clips = [];
        using (var writer = new FeatureFileWriter(_scratch.Root, 3, FeatureStore.Float32))
        {
            for (var i = 0; i < 4 * speakers; i++)
            {
                var label = i % 2;
                clips.Add(new Clip($"{i}.wav", label == 0 ? "a" : "b", $"s{i / 4}", "", 16_000, 1, 16_000, 1, new string('0', 64)));
                using var frames = new ClipFrames(_scratch.Root);
                frames.Add([i % 4 / 2, (10 * (i / 4)) + label, i * 7 % 5]);
                writer.Append(frames);
            }

            writer.Complete();
        }

        return FeatureText.Describe(clips, _scratch.Root, Options, new ParallelOptions()).ShouldNotBeNull();
    }
}
