using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Experiments.Explaining;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Experiments.Tests.Explaining;

public sealed class OcclusionTests
{
    private static readonly FeatureOptions LogMel =
        new() { Kind = new LogMelKind(), SampleRateHz = 16_000, FftLength = 512, HopLength = 160, MelBandCount = 40 };

    [Fact]
    public void Predict_MeanOverFramesAndOneLayer_ChangesScoresByWhatTheLayerIsWorth()
    {
        float[] means = [0.5f, -1, 2];
        float[] clip = [.. Enumerable.Range(0, 12).Select(static i => ((i * 7) % 5) - 1.5f)];
        var network = Network.Create([new GlobalAveragePoolingOptions()], inputFeatures: 3, classes: 2, seed: 4);
        var model = new NetworkModel(
            new SavedModel(network, ModelRecipe.Describe(["a", "b"], new FeatureOptions(), FeatureNormalization.None)), "model");
        OccludedPart[] parts =
        [
            new("end") { Frames = 2..4 }, new("column") { Columns = [1] }, new("both") { Frames = 1..2, Columns = [0, 2] },
        ];

        var (whole, found) = Occlusion.Predict([(model, means), (model, means)], clip, parts, WorkerPool.Serial);

        // The log-odds of two classes are linear in the frames: (w0 - w1) · (mean - x) / frames for each value that is replaced.
        var weights = network.Tensors.Single(static tensor => tensor.Name == "output.weight").Values.ToArray();
        foreach (var part in found)
        {
            var (first, count) = part.Frames.GetOffsetAndLength(4);
            var expected = 0.0;
            foreach (var column in part.Columns ?? [0, 1, 2])
            {
                for (var frame = first; frame < first + count; frame++)
                {
                    expected += (weights[column] - weights[3 + column]) * (means[column] - clip[(frame * 3) + column]) / 4.0;
                }
            }

            // Probabilities are float32.
            (LogOdds(part.Outputs) - LogOdds(whole)).ShouldBe(expected, 1e-5);
        }

        static double LogOdds(IReadOnlyList<float> outputs) => Math.Log(outputs[0] / (double)outputs[1]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(39)]
    [InlineData(41)]
    [InlineData(100)]
    [InlineData(7_777)]
    public void Stretches_AnyLength_CoverEveryFrameAndNeverMoreThanHalf(int frames)
    {
        var stretches = OcclusionParts.Stretches(frames, new FrameTimes(0.01, 0.02, 16_000));

        stretches.Count.ShouldBeInRange(2, 40);
        stretches.SelectMany(stretch => Enumerable.Range(0, frames).Take(stretch.Frames)).Distinct().Count().ShouldBe(frames);
        stretches.ShouldAllBe(stretch => stretch.Frames.GetOffsetAndLength(frames).Length <= frames / 2);
        stretches[0].StartSeconds.ShouldBe(0);
        stretches[^1].EndSeconds!.Value.ShouldBe(frames * 0.02, 1e-9);
    }

    [Fact]
    public void Stretches_OneRow_AreNone() => OcclusionParts.Stretches(1, new FrameTimes(0, 0.01, 16_000)).ShouldBeEmpty();

    [Fact]
    public void Groups_LogMelWithDerivativesAndLevel_AreBandsAndTheLevel()
    {
        var options = LogMel with { With = [new RmsKind()], DeltaOrder = 1 };

        var groups = OcclusionParts.Groups(options, 16_000);

        groups.Count.ShouldBe(17);
        groups.Skip(15).Select(static group => (group.Name, group.Columns![0])).ShouldBe([("rms", 40), ("rms_delta", 81)]);

        // Two and a half of 40 filters are a sixteenth; a band is two of these, and its derivatives 41 columns later.
        groups[0].Columns.ShouldBe([0, 41, 1, 42, 2, 43, 3, 44, 4, 45]);
        groups.Take(15).SelectMany(static band => band.Columns!).Distinct().Count().ShouldBe(80);
        groups[14].HighHz.ShouldBe(groups.Take(15).Max(static band => band.HighHz));
        groups[0].HighHz.ShouldBe(groups[2].LowHz);

        // Half a mel step above 0: 41 steps from 0 to 45.245 mel, and 66.7 Hz a mel below 1000 Hz.
        groups[0].LowHz!.Value.ShouldBe(MelScale.ToHertz(MelScale.FromHertz(8_000) * 0.5 / 41), 1e-9);
        OcclusionParts.Omitted(options, [], groups).ShouldBe(["A clip has one row of features, so no stretch of time can be replaced."]);
    }

    [Fact]
    public void Groups_Mfcc_AreCoefficientsAndItIsSaidWhy()
    {
        var options = LogMel with { Kind = new MfccKind(), MfccCount = 13 };
        var stretches = OcclusionParts.Stretches(10, new FrameTimes(0, 0.01, 16_000));

        var groups = OcclusionParts.Groups(options, 16_000);

        groups.Select(static group => group.Name).ShouldBe([.. Enumerable.Range(0, 13).Select(static i => $"mfcc_{i}")]);
        OcclusionParts.Patches(options, 10, new FrameTimes(0, 0.01, 16_000)).ShouldBeEmpty();
        OcclusionParts.Omitted(options, stretches, groups)
            .ShouldBe(["mfcc: no column is a frequency band (of log_mel they are), so groups of columns are replaced instead."]);
    }

    [Fact]
    public void Patches_LogMel_CoverEveryFrameAndFilterOnce()
    {
        var patches = OcclusionParts.Patches(LogMel, 57, new FrameTimes(0, 0.01, 16_000));

        patches.Count.ShouldBe(80);
        patches.Sum(patch => patch.Frames.GetOffsetAndLength(57).Length * patch.Columns!.Length).ShouldBe(57 * 40);
    }

    [Fact]
    public void Rank_OverlappingStretches_KeepsTheOneThatCostsMost()
    {
        OccludedPart[] parts =
        [
            new("0.0 to 0.2 s") { StartSeconds = 0, EndSeconds = 0.2, Outputs = [0.5f, 0.5f] },
            new("0.1 to 0.3 s") { StartSeconds = 0.1, EndSeconds = 0.3, Outputs = [0.2f, 0.8f] },
            new("0.3 to 0.5 s") { StartSeconds = 0.3, EndSeconds = 0.5, Outputs = [0.88f, 0.12f] },
        ];
        var occlusion = new ClipOcclusion(["a", "b"], [], [0.9f, 0.1f], parts, [], []);

        occlusion.Rank(parts, output: 0).Select(static part => part.Name).ShouldBe(["0.1 to 0.3 s", "0.3 to 0.5 s"]);
        OcclusionWords.Of(occlusion, output: 0).ShouldBe(
            ["The stretch of time that carries most is 0.1 to 0.3 s: without it a has 0.200, and b is predicted."]);
        OcclusionWords.Of(occlusion with { Stretches = [parts[2]] }, output: 0).ShouldBe(
            ["No single stretch of time carries it: without any one of them a keeps 0.880 or more."]);
    }
}
