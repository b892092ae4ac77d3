using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Ensembles;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;
using Bakeoff.Onnx.Tests.Runtime;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Onnx.Tests.Ensembles;

/// <summary>A network over frames and a classifier over their means as one ensemble in ONNX Runtime, on clips of the quick start.</summary>
public sealed class EnsembleExportTests : IDisposable
{
    private const int TestClips = 20;

    private static readonly FeatureOptions Frames = SmallNetworks.Features with { HopLength = 512, MelBandCount = 20, MfccCount = 8 };
    private static readonly FeatureOptions Means = Frames with { MfccCount = 6, Summary = FeatureSummary.Mean };

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(FusionRule.Mean)]
    [InlineData(FusionRule.LogitMean)]
    [InlineData(FusionRule.Stacking)]
    public void Write_Ensemble_OnnxRuntimeGivesOurProbabilities(FusionRule rule)
    {
        var model = Save(rule);
        List<float[]> test = [.. QuickstartClips.Shared.Test.Take(TestClips)];
        var (frames, means) = (QuickstartClips.Features(Frames, test), QuickstartClips.Features(Means, test));
        float[] expected =
        [
            .. model.Combine([model.Members[0].Predict(frames, WorkerPool.Serial), model.Members[1].Predict(means, WorkerPool.Serial)])
                .Cast<float>(),
        ];
        float[] rows = [.. Enumerable.Range(0, TestClips).SelectMany(clip => means.Frames(clip).ToArray())];
        var longest = Enumerable.Range(0, TestClips).Max(frames.FrameCount);
        var padded = new float[TestClips * longest * frames.FeatureCount];
        for (var clip = 0; clip < TestClips; clip++)
        {
            frames.Frames(clip).CopyTo(padded.AsSpan(clip * longest * frames.FeatureCount));
        }

        var fromFeatures = new OnnxCase(OnnxExport.Write(model))
            .With("features_1", padded, TestClips, longest, frames.FeatureCount)
            .With("lengths_1", [.. Enumerable.Range(0, TestClips).Select(clip => (long)frames.FrameCount(clip))], TestClips)
            .With("features_2", rows, TestClips, means.FeatureCount)
            .Run();
        var fromWaveforms = new OnnxCase(OnnxExport.WriteWithFrontEnd(model)).With(test).Run();

        // Networks and spectra are float32 on both sides, with sums in other orders.
        (expected.Max() - expected.Min()).ShouldBeGreaterThan(0.2f, "probabilities that are all alike would show nothing");
        Distance.Largest(fromFeatures, expected).ShouldBeLessThanOrEqualTo(1e-5);
        Distance.Largest(fromWaveforms, expected).ShouldBeLessThanOrEqualTo(1e-4);
    }

    [Fact]
    public void FeatureInputs_OfMembersWithTheSameFeatures_AreOne()
    {
        var network = _scratch.Full("n");
        Directory.CreateDirectory(network);
        SaveNetwork(network);
        EnsembleModel.Save(_scratch.Full("twice"), new Fusion { By = FusionRule.Mean }, [("a", network), ("b", network)]);

        var input = OnnxExport.FeatureInputs(TrainedModel.Load(_scratch.Full("twice"))).ShouldHaveSingleItem();

        (input.Features, input.Lengths).ShouldBe(("features", "lengths"));
    }

    [Fact]
    public void Load_OfAMemberThatIsGone_SaysSo()
    {
        Save(FusionRule.Mean);
        Directory.Delete(_scratch.Full("ensemble/member-2"), recursive: true);

        Should.Throw<ModelFormatException>(() => TrainedModel.Load(_scratch.Full("ensemble"))).Message.ShouldContain("member-2");
    }

    private EnsembleModel Save(FusionRule rule)
    {
        var (network, classifier) = (_scratch.Full("network"), _scratch.Full("classifier"));
        SaveNetwork(network);
        var means = QuickstartClips.Features(Means, QuickstartClips.Shared.Training);
        int[] labels = [.. QuickstartClips.Shared.TrainingLabels];
        var options = new LogisticRegressionOptions();
        var fitted = FittedClassifier.Fit(
            options, new TrainingRows(means.ToDesignMatrix(), labels, SmallNetworks.Labels.Length), new FitSettings(true, Seed: 5, Threads: 2));
        var selection = new CandidateChoice([new EvaluatedCandidate(options, null)], 0, "none", 0);
        ClassifierModel.Save(classifier, SmallNetworks.Labels, new ModelInput(Means, FeatureNormalization.Train), selection, fitted);
        var fusion = rule != FusionRule.Stacking
            ? new Fusion { By = rule }
            : Fusion.Stack(
                [
                    TrainedModel.Load(network).Predict(QuickstartClips.Features(Frames, QuickstartClips.Shared.Training), WorkerPool.Serial),
                    TrainedModel.Load(classifier).Predict(means, WorkerPool.Serial),
                ],
                labels,
                SmallNetworks.Labels.Length,
                threads: 2);
        EnsembleModel.Save(_scratch.Full("ensemble"), fusion, [("network", network), ("classifier", classifier)]);
        return (EnsembleModel)TrainedModel.Load(_scratch.Full("ensemble"));
    }

    private static void SaveNetwork(string folder)
    {
        var training = QuickstartClips.Features(Frames, QuickstartClips.Shared.Training, QuickstartClips.Shared.TrainingLabels);
        var network = SmallNetworks.Train([new GlobalAveragePoolingOptions(), new DenseOptions { Units = 8 }], training, Frames);
        ModelFile.Save(folder, network.Saved.Network, network.Saved.Metadata);
    }
}
