using Bakeoff.Audio.Features;
using Bakeoff.Experiments.Predicting;
using Bakeoff.Models;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Serving.Tests;

/// <summary>A network that was never trained, saved and opened as a trained one: what it says means nothing, but is always the same.</summary>
internal sealed class SmallModel : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "bakeoff-serving-" + Guid.NewGuid().ToString("N"));
    private readonly WorkerPool _pool = new(2);

    public static IReadOnlyList<string> Labels { get; } = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"];

    public SmallModel()
    {
        var features = new FeatureOptions { SampleRateHz = 16000, FftLength = 512, HopLength = 256, MelBandCount = 40, MfccCount = 13 };
        var network = Network.Create([new MaskingOptions(), new LstmOptions { Units = 8 }], 13, Labels.Count, seed: 5);
        ModelFile.Save(_folder, network, ModelRecipe.Describe(Labels, features, FeatureNormalization.Train));
        Predictor = TrainedModels.Open(ModelFolder.At(_folder), fold: null, _pool);
    }

    public Predictor Predictor { get; }

    public void Dispose()
    {
        _pool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
