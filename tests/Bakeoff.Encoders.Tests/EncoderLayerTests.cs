using Bakeoff.Audio.Features;
using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.FineTuning;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Tests;

public sealed class EncoderLayerTests
{
    [Theory]
    [InlineData("wav2vec2-base")]
    [InlineData("wav2vec2-large")]
    [InlineData("hubert-base")]
    [InlineData("wavlm-base")]
    [InlineData("wavlm-large")]
    [InlineData("data2vec-audio")]
    public void Predict_LayerOverConvolutions_GivesTheBitsOfTheEncodersLastState(string model)
    {
        var whole = EncoderFixture.Clip();
        var convolutions = Sequences(model, "convolutions", whole, whole[..3000]);
        var states = Sequences(model, "last", whole, whole[..3000]);
        var network = Network.Create([Layer(model), new GlobalAveragePoolingOptions()], convolutions.FeatureCount, classes: 3, seed: 1);
        var head = Network.Create([new GlobalAveragePoolingOptions()], states.FeatureCount, classes: 3, seed: 1);
        foreach (var tensor in head.Tensors)
        {
            network.Tensors.Single(other => other.Name == tensor.Name).Values.CopyTo(tensor.Values);
        }

        network.Predict(convolutions, WorkerPool.Serial).ShouldBe(head.Predict(states, WorkerPool.Serial));
    }

    [Fact]
    public void Create_FewerLayers_TakesTheFirstAndTheirState()
    {
        var network = Network.Create(
            [Layer("wav2vec2-large") with { Layers = 1 }, new GlobalAveragePoolingOptions()], inputFeatures: 12, classes: 3, seed: 1);

        network.Tensors.ShouldNotContain(static tensor => tensor.Name.Contains(".layers.1."));
        // The state of a layer before the last is not normalised.
        network.Tensors.ShouldNotContain(static tensor => tensor.Name.Contains("encoder.layer_norm"));
    }

    [Theory]
    [InlineData("whisper", "is Whisper, expected wav2vec 2.0, WavLM, data2vec-audio or HuBERT")]
    [InlineData("hubert-batch-norm", "is Hubert, expected wav2vec 2.0, WavLM, data2vec-audio or HuBERT without batch normalisation.")]
    public void Create_EncoderThatCannotBeTrained_IsRefusedByName(string model, string message) =>
        Should.Throw<LayerShapeException>(() => Network.Create([Layer(model)], inputFeatures: 12, classes: 3, seed: 1))
            .Message.ShouldContain(message);

    [Fact]
    public void Create_OtherFeaturesOrTooManyLayers_IsRefused()
    {
        Should.Throw<LayerShapeException>(() => Network.Create([Layer("hubert-base")], inputFeatures: 24, classes: 3, seed: 1))
            .Message.ShouldContain("input shape is [clips, frames, 24], expected [clips, frames, 12], the convolutions of ");
        Should.Throw<LayerShapeException>(
                () => Network.Create([Layer("hubert-base") with { Layers = 3 }], inputFeatures: 12, classes: 3, seed: 1))
            .Message.ShouldContain("has 2 layers, expected at least 3.");
    }

    private static EncoderOptions Layer(string model) => new() { Model = EncoderFixture.Folder(model) };

    private static SequenceSet Sequences(string model, string layer, params float[][] clips)
    {
        var extractor = new FeatureExtractor(new FeatureOptions
        {
            Kind = new EncoderKind { Model = EncoderFixture.Folder(model), Layer = layer },
            SampleRateHz = 16_000,
        });
        var features = clips.Select(clip => extractor.Extract(clip, 16_000)).ToList();
        var offsets = new List<long> { 0 };
        features.ForEach(clip => offsets.Add(offsets[^1] + clip.FrameCount));
        return new SequenceSet([.. features.SelectMany(static clip => clip.Values)], [.. offsets], extractor.FeatureCount);
    }
}
