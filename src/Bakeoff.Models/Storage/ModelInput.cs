using Bakeoff.Audio.Features;

namespace Bakeoff.Models.Storage;

/// <summary>Settings by which a model's input is made of a recording.</summary>
/// <param name="Features">Settings of the features.</param>
/// <param name="Normalization">Statistics by which they are normalised.</param>
/// <param name="TestTime">Altered copies that are predicted with the recording; null for none.</param>
public sealed record ModelInput(FeatureOptions Features, FeatureNormalization Normalization, TestTimeAugmentation? TestTime = null);
