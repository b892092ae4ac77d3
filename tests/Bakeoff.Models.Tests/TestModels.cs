using Bakeoff.Audio.Features;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Models.Tests;

/// <summary>Untrained networks on disk, and sound to predict. Predictions mean nothing, but are always the same.</summary>
internal static class TestModels
{
    public const int SampleRateHz = 16000;

    public static readonly string[] Labels = ["angry", "happy", "sad"];

    public static FeatureOptions Features { get; } =
        new()
        {
            SampleRateHz = SampleRateHz,
            FftLength = 512,
            HopLength = 256,
            MelBandCount = 40,
            MfccCount = 13,
        };

    /// <summary>Saves a network and returns its folder.</summary>
    public static string Save(
        string folder,
        ulong seed = 5,
        string[]? labels = null,
        FeatureNormalization normalization = FeatureNormalization.None,
        FeatureOptions? features = null)
    {
        labels ??= Labels;
        var network = Network.Create([new LstmOptions { Units = 8 }], 13, Labels.Length, seed);
        ModelFile.Save(folder, network, ModelRecipe.Describe(labels, features ?? Features, normalization));
        return folder;
    }

    /// <summary>Saves a network that predicts numbers and returns its folder.</summary>
    public static string SaveTargets(string folder, ulong seed = 5)
    {
        var network = Network.Create([new LstmOptions { Units = 8 }], 13, ["arousal", "valence"], seed);
        ModelFile.Save(folder, network, ModelRecipe.Describe([], Features, FeatureNormalization.None));
        return folder;
    }

    /// <summary>Noise whose loudness rises and falls, so that windows differ.</summary>
    public static float[] Sound(double seconds, ulong seed = 1)
    {
        var random = new SeededRandom(seed, "sound");
        var samples = new float[(int)(seconds * SampleRateHz)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = 0.2f * (float)random.NextGaussian() * (1 + (i * 5 / samples.Length)) / 6;
        }

        return samples;
    }
}
