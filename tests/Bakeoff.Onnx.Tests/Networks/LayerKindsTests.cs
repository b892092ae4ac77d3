using Bakeoff.Audio.Features;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;
using Bakeoff.Onnx.Tests.Runtime;
using Bakeoff.Options;

namespace Bakeoff.Onnx.Tests.Networks;

/// <summary>Every kind of layer in ONNX Runtime, on the 280 test clips of the quick start.</summary>
public sealed class LayerKindsTests(LayerKindsTests.Clips clips) : IClassFixture<LayerKindsTests.Clips>
{
    /// <summary>
    /// The promise of docs/export.md. Measured: 4e-7 or less in all cases; both sides sum float32 products in other orders.
    /// </summary>
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names() => [.. LayerKindCases.All.Keys.Concat(LayerKindCases.OfMeans.Keys)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_WholeTestSet_OnnxRuntimeGivesOurProbabilities(string name)
    {
        var (layers, data) = LayerKindCases.All.TryGetValue(name, out var found)
            ? (found, clips.OfFrames)
            : (LayerKindCases.OfMeans[name], clips.OfMeans);
        var model = SmallNetworks.Train(layers, data.Training, data.Features, standardize: name != "lstm");
        float[] expected = [.. model.Predict(data.Test, WorkerPool.Serial).Cast<float>()];

        var actual = new OnnxCase(OnnxExport.Write(model)).With(data.Test).Run();

        (expected.Max() - expected.Min()).ShouldBeGreaterThan(0.1f, "probabilities that are all alike would show nothing");
        var distance = Distance.Largest(actual, expected);
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{name}: {distance:E2}"));
        distance.ShouldBeLessThanOrEqualTo(Tolerance);
    }

    [Fact]
    public void Write_ClipsThatDoNotFit_GetNaNAndDoNotChangeTheOthers()
    {
        var (expected, onnx) = AwkwardBatch.Make(clips.OfFrames.Training);

        var actual = onnx.Run();

        for (var clip = 0; clip < expected.Count; clip++)
        {
            var row = actual.AsSpan(clip * 7, 7).ToArray();
            if (expected[clip] is { } probabilities)
            {
                Distance.Largest(row, probabilities).ShouldBeLessThanOrEqualTo(Tolerance, $"clip {clip}");
            }
            else
            {
                row.ShouldAllBe(p => float.IsNaN(p), $"clip {clip}");
            }
        }
    }

    [Fact]
    public void Write_ModelsOfFolds_OnnxRuntimeGivesTheirMeanFromFeaturesAndFromWaveforms()
    {
        var data = clips.OfFrames;
        NetworkModel[] folds =
        [
            .. new[] { 1UL, 2UL, 3UL }.Select(seed =>
                SmallNetworks.Train(LayerKindCases.All["lstm"], data.Training, data.Features, seed: seed)),
        ];
        var answers = folds.Select(model => model.Predict(data.Test, WorkerPool.Serial).Cast<float>().ToArray()).ToList();
        float[] expected = [.. answers[0].Select((_, i) => (float)answers.Average(answer => (double)answer[i]))];
        Distance.Largest(answers[0], expected).ShouldBeGreaterThan(0.01, "models that are all alike would show nothing");

        Distance.Largest(new OnnxCase(OnnxExport.Write(folds)).With(data.Test).Run(), expected).ShouldBeLessThanOrEqualTo(Tolerance);

        var unmasked = QuickstartClips.Features(data.Features, QuickstartClips.Shared.Test);
        var fromUnmasked = folds.Select(model => model.Predict(unmasked, WorkerPool.Serial).Cast<float>().ToArray()).ToList();
        float[] expectedFromWaveforms = [.. fromUnmasked[0].Select((_, i) => (float)fromUnmasked.Average(answer => (double)answer[i]))];
        var fromWaveforms = new OnnxCase(OnnxExport.WriteWithFrontEnd(folds)).With(QuickstartClips.Shared.Test).Run();
        Distance.Largest(fromWaveforms, expectedFromWaveforms).ShouldBeLessThanOrEqualTo(Tolerance);
    }

    [Theory]
    [InlineData(CalibrationMethod.Temperature)]
    [InlineData(CalibrationMethod.Vector)]
    public void Write_CalibratedFolds_OnnxRuntimeGivesTheMeanOfCalibratedProbabilities(CalibrationMethod method)
    {
        var data = clips.OfFrames;
        NetworkModel[] folds =
        [
            .. new[] { 1UL, 2UL }.Select(seed =>
            {
                var model = SmallNetworks.Train(LayerKindCases.All["lstm"], data.Training, data.Features, seed: seed);
                var rows = model.Predict(data.Test, WorkerPool.Serial);
                double[][] probabilities =
                [
                    .. Enumerable.Range(0, data.Test.ClipCount)
                        .Select(clip => Enumerable.Range(0, 7).Select(k => (double)rows[clip, k]).ToArray()),
                ];
                int[] classes = [.. Enumerable.Range(0, data.Test.ClipCount).Select(static i => i % 7)];
                var heldOut = new HeldOutClips(HeldOutClips.Validation, probabilities, classes);
                var saved = model.Saved;
                var metadata = saved.Metadata.WithCalibration(CalibrationFitter.Fit(method, heldOut));
                return new NetworkModel(saved with { Metadata = metadata }, "model");
            }),
        ];
        folds.ShouldAllBe(static model => model.Calibration!.IsFitted);
        var answers = folds.Select(model => model.Predict(data.Test, WorkerPool.Serial).Cast<float>().ToArray()).ToList();
        float[] expected = [.. answers[0].Select((_, i) => (float)answers.Average(answer => (double)answer[i]))];
        Distance.Largest(answers[0], [.. folds[0].PredictUncalibrated(data.Test, WorkerPool.Serial).Cast<float>()]).ShouldBeGreaterThan(0.01);

        Distance.Largest(new OnnxCase(OnnxExport.Write(folds)).With(data.Test).Run(), expected).ShouldBeLessThanOrEqualTo(Tolerance);
    }

    [Fact]
    public void Write_ModelsOfOtherLabels_Refuses()
    {
        var network = Network.Create(LayerKindCases.All["lstm"], 20, 7, seed: 3);
        var other = SmallNetworks.Wrap(network, SmallNetworks.Features with { MfccCount = 13 });

        Should.Throw<ArgumentException>(() => OnnxExport.Write(SmallNetworks.Wrap(network, SmallNetworks.Features), other));
    }

    [Fact]
    public void Write_EqualNetworks_WritesEqualBytes()
    {
        static NetworkModel Make() =>
            SmallNetworks.Wrap(Network.Create(LayerKindCases.All["conv_twice"], 20, 7, seed: 3), SmallNetworks.Features);
        OnnxExport.Write(Make()).ShouldBe(OnnxExport.Write(Make()));
        OnnxExport.WriteWithFrontEnd(Make()).ShouldBe(OnnxExport.WriteWithFrontEnd(Make()));
    }

    [Fact]
    public void Cases_CoverEveryKindOfLayer()
    {
        var tested = LayerKindCases
            .All.Values.Concat(LayerKindCases.OfMeans.Values)
            .SelectMany(layers => layers)
            .Select(layer => layer.GetType());

        // A pretrained encoder that was trained on has no ONNX form: its export is refused.
        OptionKinds.Of(typeof(LayerOptions)).Where(kind => !tested.Contains(kind.Type)).Select(kind => kind.Name).ShouldBe(["encoder"]);
    }

    /// <summary>Features of the clips, computed once.</summary>
    public sealed class Clips
    {
        internal FeatureSets OfFrames { get; } = FeatureSets.Compute(SmallNetworks.Features);

        internal FeatureSets OfMeans { get; } = FeatureSets.Compute(SmallNetworks.Features with { Summary = FeatureSummary.Mean });
    }

    internal sealed record FeatureSets(FeatureOptions Features, SequenceSet Training, SequenceSet Test)
    {
        public static FeatureSets Compute(FeatureOptions features)
        {
            var clips = QuickstartClips.Shared;
            var training = QuickstartClips.Features(features, clips.Training, clips.TrainingLabels);
            return new FeatureSets(features, training, MaskSomeFrames(QuickstartClips.Features(features, clips.Test)));
        }

        /// <summary>The same clips with some frames of some clips all zero: at the start, in the middle and at the end.</summary>
        private static SequenceSet MaskSomeFrames(SequenceSet clips)
        {
            var (values, offsets) = (new List<float>(), new List<long> { 0 });
            for (var clip = 0; clip < clips.ClipCount; clip++)
            {
                var frames = clips.Frames(clip).ToArray();
                var count = clips.FrameCount(clip);
                for (var frame = 0; frame < count && count > 1 && clip % 5 == 1; frame++)
                {
                    if (frame < 2 || frame % 7 == 3 || frame == count - 1)
                    {
                        frames.AsSpan(frame * clips.FeatureCount, clips.FeatureCount).Clear();
                    }
                }

                values.AddRange(frames);
                offsets.Add(offsets[^1] + count);
            }

            return new SequenceSet([.. values], [.. offsets], clips.FeatureCount);
        }
    }
}
