using Bakeoff.Audio.Features;

namespace Bakeoff.Evaluation.Normalization;

/// <summary>What stands beside every figure of a system that saw unlabelled test clips.</summary>
public static class TransductiveNote
{
    /// <summary>The note in a sentence; null where no test clip but the one judged was seen.</summary>
    /// <param name="normalization">By whose statistics features were normalised.</param>
    public static string? Of(FeatureNormalization normalization) => normalization == FeatureNormalization.Speaker
        ? "features are normalised by each speaker's own clips, those of the test speakers included, labels unseen"
        : null;
}
