using Bakeoff.Audio.Features;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;

namespace Bakeoff.Experiments.Exporting;

/// <summary>How many frames an example clip needs, so that every layer can work on it.</summary>
internal static class ExampleFrames
{
    private const int Usual = 8;

    public static int Count(Network network, FeatureOptions features)
    {
        if (features.Summary != FeatureSummary.None)
        {
            return 1;
        }

        // A reshape of the clips' own frames fixes their number; a convolution without padding needs its kernel.
        var ofFrames = network.LayerOptions.TakeWhile(layer => layer is not (LstmOptions { ReturnSequences: false } or GruOptions { ReturnSequences: false } or GlobalAveragePoolingOptions or AttentionPoolingOptions)).ToList();
        if (ofFrames.OfType<ReshapeOptions>().FirstOrDefault() is { } reshape && ofFrames.TakeWhile(layer => layer != reshape).All(layer => layer is MaskingOptions))
        {
            return reshape.Shape.Aggregate(1, (product, axis) => product * axis) / network.InputFeatures;
        }

        // From the last layer back: frames before it for one frame behind.
        return Math.Max(Usual, Enumerable.Reverse(ofFrames).Aggregate(1, (behind, layer) => layer switch
        {
            Conv1dOptions { Padding: ConvolutionPadding.Valid } convolution => ((behind - 1) * convolution.Stride) + convolution.KernelSize,
            Conv1dOptions convolution => ((behind - 1) * convolution.Stride) + 1,
            MaxPooling1dOptions pooling => ((behind - 1) * (pooling.Stride ?? pooling.PoolSize)) + 1,
            AveragePooling1dOptions pooling => ((behind - 1) * (pooling.Stride ?? pooling.PoolSize)) + 1,
            _ => behind,
        }));
    }
}
