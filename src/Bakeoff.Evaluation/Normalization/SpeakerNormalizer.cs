using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Normalization;

/// <summary>Normalisation by speaker: each feature has mean 0 and standard deviation 1 over all rows of a speaker.</summary>
/// <remarks>
/// Uses no labels, but needs many clips of each speaker at once: it holds the normalised features of all clips, the size of the feature file.
/// Sums are float64 in the order of rows: same bits on every machine.
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

        var width = features.FeatureCount;
        var offsets = new long[features.ClipCount + 1];
        for (var clip = 0; clip < features.ClipCount; clip++)
        {
            offsets[clip + 1] = offsets[clip] + features.FrameCount(clip);
        }

        var values = new float[offsets[^1] * width];
        foreach (var speaker in Enumerable.Range(0, speakers.Count).GroupBy(clip => speakers[clip], StringComparer.Ordinal))
        {
            int[] clips = [.. speaker];
            var columns = Array.ConvertAll(
                Moments.OfColumns(clips.Length, i => features.Frames(clips[i]), width),
                static column => (column.Mean, column.StandardDeviation > SmallestStandardDeviation ? column.StandardDeviation : 1));
            foreach (var clip in clips)
            {
                Normalise(features.Frames(clip), columns, values.AsSpan((int)offsets[clip] * width));
            }
        }

        var normalised = new SequenceSet(values, offsets, width);
        return features.HasLabels ? normalised.WithLabels([.. Enumerable.Range(0, features.ClipCount).Select(features.Label)]) : normalised;
    }

    private static void Normalise(ReadOnlySpan<float> frames, (double Mean, double Scale)[] columns, Span<float> target)
    {
        for (var i = 0; i < frames.Length; i++)
        {
            var (mean, scale) = columns[i % columns.Length];
            target[i] = (float)((frames[i] - mean) / scale);
        }
    }
}
