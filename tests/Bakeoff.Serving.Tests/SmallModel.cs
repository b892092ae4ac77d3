using Bakeoff.Audio.Features;
using Bakeoff.Models;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Serving.Tests;

/// <summary>An untrained network, saved and loaded as a trained one: its predictions mean nothing, but are always the
/// same.</summary>
internal sealed class SmallModel : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "bakeoff-serving-" + Guid.NewGuid().ToString("N"));
    private readonly WorkerPool _pool = new(2);

    public static IReadOnlyList<string> Labels { get; } = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"];

    public SmallModel(IReadOnlyList<string>? targets = null)
    {
        var features = new FeatureOptions { SampleRateHz = 16000, FftLength = 512, HopLength = 256, MelBandCount = 40, MfccCount = 13 };
        LayerOptions[] layers = [new MaskingOptions(), new LstmOptions { Units = 8 }];
        var network = targets is null
            ? Network.Create(layers, 13, Labels.Count, seed: 5)
            : Network.Create(layers, 13, targets, seed: 5);
        ModelFile.Save(_folder, network, ModelRecipe.Describe(targets is null ? Labels : [], features, FeatureNormalization.Train));
        Model = EmotionModel.Load(_folder, new ModelLoadOptions { Pool = _pool });
    }

    public EmotionModel Model { get; }

    public void Dispose()
    {
        _pool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
