using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Normalization;

/// <summary>Normalisation by speaker: each feature has mean 0 and standard deviation 1 over all rows of a speaker.</summary>
/// <remarks>
/// Uses no labels, but needs many clips of each speaker at once. Sums are float64 in the order of rows: same bits on every machine.
/// </remarks>
public static class SpeakerNormalizer
{
    // Division by the standard deviation of a constant feature would turn rounding noise into signal.
    private const double SmallestStandardDeviation = 1e-12;

    /// <summary>Checks that the speaker of every clip is known.</summary>
    /// <param name="clips">All clips.</param>
    /// <exception cref="SplitException">A clip has no speaker.</exception>
    public static void RequireSpeakers(IReadOnlyList<Clip> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        if (clips.FirstOrDefault(static clip => clip.Speaker.Length == 0) is { } nameless)
        {
            throw new SplitException("normalization", new ErrorDetails($"{nameless.Path} has no speaker")
            {
                Rule = "one for every clip where normalization is speaker",
                NextStep = "Add the group speaker to the dataset's pattern, or normalise by train.",
            });
        }
    }

    /// <summary>Normalises the features of some clips.</summary>
    /// <param name="features">Features of all known clips of these speakers.</param>
    /// <param name="speakers">Speaker of each clip.</param>
    /// <returns>Features of the same shape.</returns>
    /// <exception cref="ArgumentException">The number of speakers differs from that of clips.</exception>
    public static SequenceSet Apply(SequenceSet features, IReadOnlyList<string> speakers)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(speakers);
        if (speakers.Count != features.ClipCount)
        {
            throw new ArgumentException(
                $"There are {speakers.Count} speakers, expected one for each of the {features.ClipCount} clips.", nameof(speakers));
        }

        var values = new float[features.Values.Length];
        foreach (var speaker in Enumerable.Range(0, speakers.Count).GroupBy(clip => speakers[clip], StringComparer.Ordinal))
        {
            Normalise(features, [.. speaker], values);
        }

        return features.WithValues(values);
    }

    private static void Normalise(SequenceSet features, int[] clips, float[] target)
    {
        var width = features.FeatureCount;
        int[] rows = [.. clips.SelectMany(clip => Enumerable.Range(features.FirstFrame(clip), features.FrameCount(clip)))];
        var column = new float[rows.Length];
        for (var feature = 0; feature < width; feature++)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                column[i] = features.Values[(rows[i] * width) + feature];
            }

            var moments = Moments.Of(column);
            var scale = moments.StandardDeviation > SmallestStandardDeviation ? moments.StandardDeviation : 1;
            for (var i = 0; i < rows.Length; i++)
            {
                target[(rows[i] * width) + feature] = (float)((column[i] - moments.Mean) / scale);
            }
        }
    }
}
