using Bakeoff.Audio.Features;

namespace Bakeoff.Evaluation.Normalization;

/// <summary>The note that accompanies every result of a system that uses unlabelled test clips.</summary>
public static class TransductiveNote
{
    /// <summary>Describes the use of test clips by a normalisation.</summary>
    /// <param name="normalization">Normalisation of the features.</param>
    /// <returns>A clause; null if no test clip other than the evaluated one is used.</returns>
    public static string? Describe(FeatureNormalization normalization) => normalization == FeatureNormalization.Speaker
        ? "features are normalised by each speaker's own clips, those of the test speakers included, labels unseen"
        : null;
}
