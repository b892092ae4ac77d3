using Bakeoff.Audio.Features;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;

namespace Bakeoff.Experiments.ModelFiles;

/// <summary>The number of frames of an example clip that every layer can process.</summary>
internal static class ExampleFrames
{
    private const int Usual = 8;

    public static int Count(Network network, FeatureOptions features)
    {
        if (features.HasOneRow)
        {
            return 1;
        }

        // A reshape of the clip's frames fixes their number; a convolution without padding needs at least its kernel.
        var frameLayers = network
            .LayerOptions.TakeWhile(layer =>
                layer
                    is not (
                        LstmOptions { ReturnSequences: false }
                        or GruOptions { ReturnSequences: false }
                        or GlobalAveragePoolingOptions
                        or AttentionPoolingOptions))
            .ToList();
        if (
            frameLayers.OfType<ReshapeOptions>().FirstOrDefault() is { } reshape
            && frameLayers.TakeWhile(layer => layer != reshape).All(layer => layer is MaskingOptions))
        {
            return reshape.Shape.Aggregate(1, (product, axis) => product * axis) / network.InputFeatures;
        }

        // From the last layer back: the frames before a layer that give one frame after it.
        return Math.Max(
            Usual,
            Enumerable
                .Reverse(frameLayers)
                .Aggregate(1, (after, layer) => layer switch
                    {
                        Conv1dOptions { Padding: ConvolutionPadding.Valid } convolution => ((after - 1) * convolution.Stride)
                            + convolution.KernelSize,
                        Conv1dOptions convolution => ((after - 1) * convolution.Stride) + 1,
                        MaxPooling1dOptions pooling => ((after - 1) * (pooling.Stride ?? pooling.PoolSize)) + 1,
                        AveragePooling1dOptions pooling => ((after - 1) * (pooling.Stride ?? pooling.PoolSize)) + 1,
                        _ => after,
                    }));
    }
}
