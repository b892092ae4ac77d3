using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Separation;
using Bakeoff.Experiments.Explore.Maps;
using Bakeoff.Experiments.Importance;
using Bakeoff.Options;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Features by label in words and rows.</summary>
internal static class FeatureText
{
    private const int MostRows = 12;
    private const int MostDrawn = 3;
    private const double Significant = 0.05;

    /// <summary>Measures the features of a corpus.</summary>
    /// <param name="clips">All clips, in the index's order.</param>
    /// <param name="folder">Folder of the feature files.</param>
    /// <param name="options">Options of the features.</param>
    /// <param name="threads">Number of threads; it changes no result.</param>
    /// <returns>Null where fewer than two labels are known.</returns>
    /// <remarks>Cost and memory: of at most 20,000 clips and 128 MB of values.</remarks>
    public static FeaturePart? Describe(IReadOnlyList<Clip> clips, string folder, FeatureOptions options, ParallelOptions threads)
    {
        var measured = MeasuredClips.OfFeatures(clips, folder);
        int[] labelled = [.. Enumerable.Range(0, measured.Clips.Count).Where(i => measured.Clips[i].Label.Length > 0)];
        List<string> labels = [.. labelled.Select(i => measured.Clips[i].Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (labels.Count < 2)
        {
            return null;
        }

        int[] classes = [.. labelled.Select(i => labels.IndexOf(measured.Clips[i].Label))];
        var (features, speakers) = ClassSeparation.Measure(
            [.. labelled.Select(i => measured.Rows[i])], classes, [.. labelled.Select(i => measured.Clips[i].Speaker)], threads);
        var names = new FeatureExtractor(options).FeatureNames;

        // Statistics of one contour are nearly copies of each other: the best of each group stands for it.
        var best = FeatureGroups.Of(options)
            .Select(group => group.Columns.MaxBy(column => features[column].EtaSquared))
            .OrderByDescending(column => features[column].EtaSquared)
            .Take(MostRows)
            .ToList();
        return new FeaturePart
        {
            Words = [.. Words(features, speakers, measured.Name)],
            Rows =
            [
                .. best.Select(column => new FeatureRow(
                    names[column], features[column].EtaSquared, features[column].Agreement, features[column].P)),
            ],
            Distributions =
            [
                .. best.Take(MostDrawn).Select(column => new FeatureValues(
                    names[column],
                    [
                        .. labels.Select((label, k) => new LabelValues(
                            label,
                            [.. labelled.Where((_, i) => classes[i] == k).Select(i => (double)measured.Rows[i][column])])),
                    ])),
            ],
        };
    }

    private static IEnumerable<string> Words(IReadOnlyList<FeatureSeparation> features, int speakers, string name)
    {
        yield return $"Of {name}, the best of each group, over all clips. Choosing features by this table means having looked at the test side.";
        if (speakers < 2)
        {
            yield return "No test: fewer than two speakers have every label, and clips of one speaker say nothing about another.";
            yield break;
        }

        var count = features.Count(static feature => feature.P < Significant);
        var few = count == 0 && speakers < 8 ? " So few can hardly confirm any feature, however large its effect." : "";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Clips of one speaker are not independent, so each of the {Quantity.Of(speakers, "speaker")} who have every label counts once, by the mean for "
                + $"each label (Friedman's test, corrected for {features.Count:N0} features by Holm): {count:N0} of them order the labels alike in "
                + $"all voices beyond chance (p below 0.05).{few}");
    }
}
