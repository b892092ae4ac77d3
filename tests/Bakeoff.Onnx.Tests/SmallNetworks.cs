using Bakeoff.Audio.Features;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;

namespace Bakeoff.Onnx.Tests;

/// <summary>
/// Trains small networks for a few epochs: the classes of a fresh network are all equally probable, which would show nothing.
/// </summary>
internal static class SmallNetworks
{
    public static readonly string[] Labels = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"];

    public static FeatureOptions Features { get; } =
        new()
        {
            SampleRateHz = QuickstartClips.SampleRateHz,
            FftLength = 1024,
            HopLength = 256,
            MelBandCount = 64,
            MfccCount = 20,
        };

    public static NetworkModel Train(
        IReadOnlyList<LayerOptions> layers,
        SequenceSet training,
        FeatureOptions features,
        bool standardize = true,
        ulong seed = 5)
    {
        var network = Network.Create(layers, training.FeatureCount, Labels.Length, seed);
        var options = new TrainingOptions
        {
            Epochs = 3,
            BatchSize = 16,
            LearningRate = 0.02,
            StopOn = StopMetric.TrainLoss,
            Standardize = standardize,
        };
        Trainer.Train(network, training, null, options, seed, WorkerPool.Serial);
        return Wrap(network, features);
    }

    /// <summary>The network as a saved model.</summary>
    public static NetworkModel Wrap(Network network, FeatureOptions features)
    {
        var normalization = features.IsClipNormalized ? FeatureNormalization.Clip : FeatureNormalization.Train;
        return new NetworkModel(new SavedModel(network, ModelRecipe.Describe(Labels, features, normalization)), "model");
    }
}
