using Bakeoff.Audio.Features;
using Bakeoff.Corpora;

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

    /// <summary>Describes the use of test clips by a normalisation, and warns where the speakers' statistics are those of their labels.</summary>
    /// <param name="normalization">Normalisation of the features.</param>
    /// <param name="clips">All clips of the corpus.</param>
    /// <returns>Clauses; null if no test clip other than the evaluated one is used.</returns>
    /// <remarks>
    /// The warning is given where more than half of the speakers have clips of one label: the mean of such a speaker is that of the
    /// label, so it takes away what is to be told apart. Not where the whole corpus has one label.
    /// </remarks>
    public static string? Describe(FeatureNormalization normalization, IReadOnlyList<Clip> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        if (Describe(normalization) is not { } note)
        {
            return null;
        }

        var labelCounts = clips
            .GroupBy(static clip => clip.Speaker, static clip => clip.Label, StringComparer.Ordinal)
            .Select(static labels => labels.Distinct(StringComparer.Ordinal).Count())
            .ToList();
        var ofOneLabel = labelCounts.Count(static count => count == 1);
        return 2 * ofOneLabel > labelCounts.Count && clips.Any(clip => clip.Label != clips[0].Label)
            ? $"{note}; {ofOneLabel} of {labelCounts.Count} speakers have clips of one label, expected of several for most, because a "
                + "speaker's mean over one label takes that label away. Compare with normalization: train"
            : note;
    }
}
