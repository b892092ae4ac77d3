using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;
using Bakeoff.Onnx.Tests.Runtime;

namespace Bakeoff.Onnx.Tests.Networks;

/// <summary>A batch in which some clips do not fit the network: they must not change the others.</summary>
internal static class AwkwardBatch
{
    private const int Frames = 12;
    private const int Features = 20;

    /// <summary>Our probabilities, null for clips that do not fit, and the case for ONNX Runtime.</summary>
    public static (IReadOnlyList<float[]?> Expected, OnnxCase Case) Make(SequenceSet training)
    {
        LayerOptions[] layers =
        [
            new MaskingOptions(),
            new Conv1dOptions { KernelSize = 4, Padding = ConvolutionPadding.Valid, Filters = 6 },
            new LstmOptions { Units = 5 },
        ];
        var model = SmallNetworks.Train(layers, training, SmallNetworks.Features);

        // None, a negative number, fewer than the convolution needs, just enough, more than there are, all masked, masked down to just
        // enough.
        long[] lengths = [0, -3, 3, 4, Frames + 1, Frames, Frames];
        var random = new SeededRandom(11, "awkward");
        var values = new float[lengths.Length * Frames * Features];
        random.FillSingles(0, values);
        values.AsSpan(5 * Frames * Features, Frames * Features).Clear();
        values.AsSpan((6 * Frames * Features) + Features, 8 * Features).Clear();
        var expected = new float[]?[lengths.Length];
        foreach (var clip in new[] { 3, 6 })
        {
            var frames = values.AsSpan(clip * Frames * Features, (int)lengths[clip] * Features).ToArray();
            expected[clip] = [.. model.Predict(new SequenceSet(frames, [0, lengths[clip]], Features), WorkerPool.Serial).Cast<float>()];
        }

        var onnx = new OnnxCase(OnnxExport.Write(model))
            .With("features", values, lengths.Length, Frames, Features)
            .With("lengths", lengths, lengths.Length);
        return (expected, onnx);
    }
}
