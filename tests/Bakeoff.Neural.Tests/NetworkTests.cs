using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests;

public sealed class NetworkTests
{
    [Fact]
    public void Create_LstmAfterLastState_NamesTheSecondLstmAndItsShape() =>
        Message(new LstmOptions { Units = 8 }, new LstmOptions())
            .ShouldBe(
                "lstm_2: input shape is [clips, 8], expected a sequence [clips, frames, features]. Set return_sequences: true on the "
                    + "recurrent layer before it, or add reshape: {shape: [frames, features]}.");

    [Fact]
    public void Create_SequenceAtTheEnd_NamesTheOutput() =>
        Message(new DenseOptions { Units = 8 })
            .ShouldBe(
                "output: input shape is [clips, frames, 8], expected one row per clip [clips, features]. End the layers with lstm or gru "
                    + "without return_sequences, global_average_pooling, attention_pooling, or reshape: {shape: [features]}.");

    [Fact]
    public void Create_ReshapeOfOtherSize_NamesBothSizes() =>
        Message(new GlobalAveragePoolingOptions(), new ReshapeOptions { Shape = [5, 1] })
            .ShouldBe(
                "reshape_1: input shape is [clips, 6], expected 5 values per clip. Make the axes of shape multiply to the number of "
                    + "values of a clip.");

    [Fact]
    public void Create_MaskingBelowTheTop_IsRefused() =>
        Message(new DenseOptions(), new MaskingOptions())
            .ShouldBe(
                "masking_1: input shape is [clips, frames, 64], expected the frames of the clips, as the first layer. Move masking to the "
                    + "top of model.");

    [Theory]
    [InlineData(0, "dense_1: units is 0, expected at least 1. Raise it. (Parameter 'layers')")]
    [InlineData(-3, "dense_1: units is -3, expected at least 1. Raise it. (Parameter 'layers')")]
    public void Create_UnitsOutOfRange_NamesLayerAndKey(int units, string message) =>
        Should.Throw<ArgumentException>(() => Network.Create([new DenseOptions { Units = units }], 6, 3, 1)).Message.ShouldBe(message);

    [Fact]
    public void Create_Lstm_StartsAsKerasDoes()
    {
        var network = Network.Create([new LstmOptions { Units = 20 }], 6, 3, 1);
        float[] Tensor(string name) => network.Tensors.Single(tensor => tensor.Name == name).Values.ToArray();

        var limit = Math.Sqrt(6.0 / (6 + 80));
        Tensor("lstm_1.weight_ih_l0").ShouldAllBe(weight => Math.Abs(weight) <= limit);
        Tensor("lstm_1.weight_ih_l0").Max().ShouldBeGreaterThan((float)(0.95 * limit));
        Tensor("lstm_1.bias_ih_l0").ShouldBe([.. new float[20], .. Enumerable.Repeat(1f, 20), .. new float[40]]);
        Tensor("lstm_1.bias_hh_l0").ShouldAllBe(weight => weight == 0);
        var recurrent = Tensor("lstm_1.weight_hh_l0");
        for (var i = 0; i < 20; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                // Rounding 80 products of float32 weights leaves about 1e-8.
                Enumerable
                    .Range(0, 80)
                    .Sum(row => (double)recurrent[(row * 20) + i] * recurrent[(row * 20) + j])
                    .ShouldBe(i == j ? 1 : 0, 1e-6);
            }
        }
    }

    [Fact]
    public void Predict_OneByOne_EqualsAllAtOnce()
    {
        var network = Network.Create([new LstmOptions { Units = 7, Bidirectional = true }], 6, 3, 1);
        var clips = SyntheticClips.Make(80);
        var together = network.Predict(clips, WorkerPool.Serial);

        for (var clip = 0; clip < clips.ClipCount; clip++)
        {
            network
                .Predict(clips.Select([clip]), WorkerPool.Serial)
                .Cast<float>()
                .ShouldBe(Enumerable.Range(0, 3).Select(k => together[clip, k]));
        }
    }

    [Fact]
    public void Predict_NoClips_GivesNoRows() =>
        Network
            .Create([new LstmOptions { Units = 7 }], 6, 3, 1)
            .Predict(new SequenceSet([], [0], 6), WorkerPool.Serial)
            .GetLength(0)
            .ShouldBe(0);

    [Fact]
    public void Predict_FramesThatDoNotFitReshape_NamesTheLayer() =>
        Should
            .Throw<LayerShapeException>(() =>
                Network
                    .Create([new ReshapeOptions { Shape = [6, 1] }, new LstmOptions()], 6, 3, 1)
                    .Predict(new SequenceSet(new float[18], [0, 1, 3], 6), WorkerPool.Serial))
            .Message.ShouldBe(
                "reshape_1: input shape is [clips, 2, 6], expected 6 values per clip. Give every clip the same number of frames "
                    + "(features.summary: mean gives one), or change shape.");

    [Fact]
    public void Predict_ClipShorterThanAFilter_NamesTheLayer() =>
        Should
            .Throw<LayerShapeException>(() =>
                Network
                    .Create([new Conv1dOptions { Padding = ConvolutionPadding.Valid }, new GlobalAveragePoolingOptions()], 6, 3, 1)
                    .Predict(new SequenceSet(new float[12], [0, 2], 6), WorkerPool.Serial))
            .Message.ShouldBe(
                "conv1d_1: input shape is [clips, 2, 6], expected at least 3 frames (kernel_size). Use padding: same, or leave short "
                    + "clips out.");

    [Fact]
    public void Predict_WhollyMaskedClip_NamesTheClip() =>
        Should
            .Throw<SequenceDataException>(() =>
                Network
                    .Create([new MaskingOptions(), new LstmOptions()], 2, 3, 1)
                    .Predict(new SequenceSet([1, 2, 0, 0, 0, 0], [0, 1, 3], 2), WorkerPool.Serial))
            .Message.ShouldBe(
                "clip 1: all 2 frames equal mask_value, expected at least one frame that differs from 0. Leave the clip out or check its "
                    + "recording.");

    [Fact]
    public void SequenceSet_EmptyClip_NamesTheClip() => Should.Throw<SequenceDataException>(() => new SequenceSet([1, 2], [0, 1, 1], 2))
        .Message.ShouldBe("clip 1: has 0 frames, expected at least 1. Leave it out or check its recording.");

    private static string Message(params LayerOptions[] layers) =>
        Should.Throw<LayerShapeException>(() => Network.Create(layers, 6, 3, 1)).Message;
}
