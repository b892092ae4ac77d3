using Bakeoff.Evaluation.Results;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Separation;

/// <summary>Separation of classes by features of clips, with speakers as the units of a test.</summary>
/// <remarks>
/// <para>Clips of one speaker are not independent: a thousand clips of two people say little about a third, and a test over clips would call
/// every feature significant. So each speaker counts once: the speaker's mean of a feature for each class is ranked among the classes, and
/// Friedman's test asks whether speakers rank the classes alike. Kendall's W is their agreement, from 0 to 1.</para>
/// <para>Effect size over clips: eta squared, the share of the variance within speakers that lies between classes.</para>
/// <para>Source: M. Friedman, The use of ranks to avoid the assumption of normality, JASA 32 (1937), with ties as SciPy corrects them; its
/// chi-squared form errs on the safe side for few speakers. P-values are corrected for the number of features by Holm.</para>
/// </remarks>
public static class ClassSeparation
{
    /// <summary>Measures every feature.</summary>
    /// <param name="rows">Features of each clip, [clips][F]; finite.</param>
    /// <param name="classes">Class of each clip, from 0.</param>
    /// <param name="speakers">Speaker of each clip; empty where unknown, all unknown ones are one.</param>
    /// <param name="threads">Number of threads; it changes no result.</param>
    /// <returns>Results in the order of the features, and the speakers who have every class.</returns>
    public static (IReadOnlyList<FeatureSeparation> Features, int Speakers) Measure(
        IReadOnlyList<float[]> rows, IReadOnlyList<int> classes, IReadOnlyList<string> speakers, ParallelOptions threads)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(speakers);
        var classCount = classes.Max() + 1;
        var complete = ClipsOfComplete(classes, speakers, classCount);
        var isTested = complete.Length >= 2 && classCount >= 2;
        var names = speakers.Distinct(StringComparer.Ordinal).ToList();
        int[] speakerOf = [.. speakers.Select(speaker => names.IndexOf(speaker))];
        var found = new FeatureSeparation[rows[0].Length];
        Parallel.For(0, found.Length, threads, feature =>
        {
            double[] values = [.. rows.Select(row => (double)row[feature])];
            var (agreement, p) = isTested ? Friedman(values, classes, complete, classCount) : (double.NaN, double.NaN);
            found[feature] = new FeatureSeparation(EtaSquared(values, classes, speakerOf, classCount), agreement, p);
        });
        var corrected = isTested ? HolmCorrection.Correct([.. found.Select(static feature => feature.P)]) : [];
        return ([.. isTested ? found.Zip(corrected, static (feature, p) => feature with { P = p }) : found], complete.Length);
    }

    // Clips of each speaker who has every class.
    private static int[][] ClipsOfComplete(IReadOnlyList<int> classes, IReadOnlyList<string> speakers, int classCount) =>
    [
        .. Enumerable.Range(0, classes.Count)
            .Where(clip => speakers[clip].Length > 0)
            .GroupBy(clip => speakers[clip], StringComparer.Ordinal)
            .Where(own => own.Select(clip => classes[clip]).Distinct().Count() == classCount)
            .Select(static own => own.ToArray()),
    ];

    private static double EtaSquared(double[] values, IReadOnlyList<int> classes, int[] speakers, int classCount)
    {
        var means = MeansBy(values, speakers, speakers.Max() + 1);
        double[] within = [.. values.Select((value, clip) => value - means[speakers[clip]])];
        var ofClasses = MeansBy(within, classes, classCount);
        var (between, total) = (0.0, 0.0);
        for (var clip = 0; clip < within.Length; clip++)
        {
            between += ofClasses[classes[clip]] * ofClasses[classes[clip]];
            total += within[clip] * within[clip];
        }

        return total > 0 ? Math.Min(1, between / total) : 0;
    }

    private static double[] MeansBy(double[] values, IReadOnlyList<int> groups, int count)
    {
        var (sums, counts) = (new double[count], new int[count]);
        for (var i = 0; i < values.Length; i++)
        {
            sums[groups[i]] += values[i];
            counts[groups[i]]++;
        }

        return [.. sums.Zip(counts, static (sum, of) => of == 0 ? 0 : sum / of)];
    }

    private static (double Agreement, double P) Friedman(double[] values, IReadOnlyList<int> classes, int[][] speakers, int classCount)
    {
        var (rankSums, ties) = (new double[classCount], 0.0);
        foreach (var own in speakers)
        {
            var means = MeansBy([.. own.Select(clip => values[clip])], [.. own.Select(clip => classes[clip])], classCount);
            for (var k = 0; k < classCount; k++)
            {
                var (below, equal) = (means.Count(mean => mean < means[k]), means.Count(mean => mean.Equals(means[k])));
                rankSums[k] += below + ((equal + 1) / 2.0);

                // Summed over the members of a tie this is t³ - t.
                ties += ((double)equal * equal) - 1;
            }
        }

        var (n, k1) = ((double)speakers.Length, (double)classCount);
        var centre = n * (k1 + 1) / 2;
        var spread = rankSums.Sum(sum => (sum - centre) * (sum - centre));
        var correction = 1 - (ties / (n * k1 * ((k1 * k1) - 1)));
        if (correction <= 0)
        {
            return (0, 1);
        }

        var statistic = 12 * spread / (n * k1 * (k1 + 1)) / correction;
        return (Math.Min(1, statistic / (n * (k1 - 1))), ChiSquared.Tail(statistic, classCount - 1));
    }
}

/// <summary>The separation of classes by one feature.</summary>
/// <param name="EtaSquared">Share of the variance over clips within speakers that lies between classes, 0..1.</param>
/// <param name="Agreement">Kendall's W: agreement of the speakers on the order of the classes, 0..1; not a number without a test.</param>
/// <param name="P">P-value of Friedman's test over speakers, corrected for the number of features; not a number without a test.</param>
public sealed record FeatureSeparation(double EtaSquared, double Agreement, double P);
