using Bakeoff.Audio.Features;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;

namespace Bakeoff.Onnx.Tests.Networks;

/// <summary>Trains small networks for a few epochs: their weights, statistics and probabilities are no longer those of a fresh network, whose classes are all alike.</summary>
internal static class TrainedModels
{
    public static FeatureOptions Features { get; } = new() { SampleRateHz = QuickstartClips.SampleRateHz, FftLength = 1024, HopLength = 256, MelBandCount = 64, MfccCount = 20 };

    public static SavedModel Train(IReadOnlyList<LayerOptions> layers, SequenceSet training, bool standardize = true)
    {
        var network = Network.Create(layers, training.FeatureCount, classes: 7, seed: 5);
        Trainer.Train(network, training, null, new TrainingOptions { Epochs = 3, BatchSize = 16, LearningRate = 0.02, StopOn = StopMetric.TrainLoss, Standardize = standardize }, seed: 5, WorkerPool.Serial);
        return new SavedModel(network, new ModelMetadata { ClassNames = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"] });
    }
}
