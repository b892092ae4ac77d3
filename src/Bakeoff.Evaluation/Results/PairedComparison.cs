using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Results;

/// <summary>Paired comparison of two systems on the same test clips.</summary>
/// <param name="Clips">Number of clips on which both systems were tested.</param>
/// <param name="Difference">UAR, of numbers mean CCC over targets, of the second system minus that of the first; of a system with several
/// seeds, the mean over them.</param>
/// <param name="Interval">95 % interval of the difference; see the remarks.</param>
/// <param name="PValue">Two-sided p-value of the difference; see the remarks.</param>
/// <param name="Unit">The unit that was drawn and exchanged: clips, or speakers if there are at least eight.</param>
/// <remarks>
/// <para>Of systems with one seed, the interval is of a paired bootstrap, and the p-value of a randomisation test, (1 + hits) / (1 + draws)
/// of 10,000 draws (E. W. Noreen, Computer-intensive methods for testing hypotheses, 1989); of numbers, of the paired bootstrap, twice the
/// share of resamples on the rarer side of 0. Another seed may change more than they say.</para>
/// <para>Where both have several seeds, seeds and clips vary together: the squared standard error is the variance of the difference over
/// resamples of the clips plus the variance of the mean over each system's seeds, and Student's t has Welch's and Satterthwaite's degrees
/// of freedom (F. E. Satterthwaite, Biometrics Bulletin 2, 1946). A percentile bootstrap that draws seeds as well finds a difference
/// between equals in 19 % of the cases with three seeds that differ much, for three draws hardly vary; this test in 4 %. Seeds that draw
/// the test clips are paired.</para>
/// <para>Deterministic by seed.</para>
/// </remarks>
public sealed record PairedComparison(int Clips, double Difference, BootstrapInterval Interval, double PValue, BootstrapUnit Unit)
{
    private const int Draws = 10_000;
    private static readonly UnweightedAverageRecall Uar = new();

    /// <summary>True if interval and p-value hold for other seeds too, because both systems have several.</summary>
    public bool IsOverSeeds { get; private init; }

    /// <summary>Compares two systems on the clips on which both were tested.</summary>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="first">Predictions of the first system, a list for each of its seeds; its score is the mean over them.</param>
    /// <param name="second">Predictions of the second system, a list for each of its seeds.</param>
    /// <param name="seed">Seed of the draws; the stream <c>comparison</c> is used.</param>
    /// <exception cref="IncomparableResultsException">The systems share no clip, or disagree about the true label of a clip.</exception>
    /// <exception cref="ArgumentException">A label is not one of <paramref name="labels"/>.</exception>
    public static PairedComparison Compare(
        IReadOnlyList<string> labels,
        IReadOnlyList<IReadOnlyList<Prediction>> first,
        IReadOnlyList<IReadOnlyList<Prediction>> second,
        ulong seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var all = AlignedRuns.Align(labels, [.. first, .. second])
            .Where(predicted => IsTested(predicted.Take(first.Count)) && IsTested(predicted.Skip(first.Count)));
        if (all.ClipCount == 0)
        {
            throw new IncomparableResultsException(new ErrorDetails("the systems share {value} test clips")
            {
                Value = "0",
                Rule = "at least 1",
                NextStep = "Compare experiments with the same dataset, split and seed.",
            });
        }

        // A seed whose clips the other system never tested has nothing to say.
        int[][] systems =
        [
            [.. Enumerable.Range(0, first.Count).Where(run => IsTested(all.Predicted[run]))],
            [.. Enumerable.Range(first.Count, second.Count).Where(run => IsTested(all.Predicted[run]))],
        ];
        int[] runs = [.. systems[0], .. systems[1]];
        var bootstrap = all.CreateBootstrap();
        var random = new SeededRandom(seed, "comparison");
        var difference = UarDifference(Array.ConvertAll(runs, all.Confusion), systems[0].Length);
        var resampled = bootstrap.Resample(
            Array.ConvertAll(runs, run => all.Predicted[run]),
            [matrices => UarDifference(matrices, systems[0].Length)],
            random.Stream("bootstrap"));
        var found = new PairedComparison(all.ClipCount, difference, BootstrapInterval.FromResamples(resampled[0]), 1, bootstrap.Unit);
        double[][] scores = Array.ConvertAll(systems, runs => Array.ConvertAll(runs, run => Uar.Compute(all.Confusion(run))));
        var arePaired = runs.Any(run => all.Predicted[run].Contains(Bootstrap.NotTested));
        return found.OverSeeds(resampled[0], bootstrap.UnitCount, scores, arePaired)
            ?? found with { PValue = Randomise(bootstrap, all, systems, random.Stream("exchange")) };
    }

    /// <summary>Compares two systems that predict numbers, on the clips that at least one of their seeds tested.</summary>
    /// <param name="targets">Number of targets.</param>
    /// <param name="first">Predictions of the first system, a list for each of its seeds; its score is the mean over them.</param>
    /// <param name="second">Predictions of the second system, a list for each of its seeds.</param>
    /// <param name="seed">Seed of the draws; the stream <c>comparison</c> is used.</param>
    /// <exception cref="IncomparableResultsException">CCC is not defined for these clips.</exception>
    public static PairedComparison CompareNumbers(
        int targets,
        IReadOnlyList<IReadOnlyList<Prediction>> first,
        IReadOnlyList<IReadOnlyList<Prediction>> second,
        ulong seed)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var all = AlignedRegressions.Align(targets, [.. first, .. second]);
        var metric = new ConcordanceCorrelationCoefficient();
        var difference = CccDifference(all.Sums());
        if (double.IsNaN(difference))
        {
            throw new IncomparableResultsException(new ErrorDetails("CCC is not defined for the {value} test clips that the systems share")
            {
                Value = all.ClipCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Rule = "two clips or more with different numbers of each target",
                NextStep = "Compare experiments with the same dataset, split and seed.",
            });
        }

        var resampled = all.Resample([CccDifference], new SeededRandom(seed, "comparison").Stream("bootstrap"))[0];
        var (below, above) = (resampled.Count(static value => value <= 0), resampled.Count(static value => value >= 0));
        var pValue = Math.Min(1, 2 * (1.0 + Math.Min(below, above)) / (1 + resampled.Length));
        var found = new PairedComparison(all.ClipCount, difference, BootstrapInterval.FromResamples(resampled), pValue, all.Unit);
        var sums = all.Sums();
        double[] scores = [.. Enumerable.Range(0, first.Count + second.Count).Select(run => MeanCcc(sums.AsSpan(run * targets, targets)))];
        return found.OverSeeds(resampled, all.UnitCount, [scores[..first.Count], scores[first.Count..]], arePaired: false) ?? found;

        double MeanCcc(ReadOnlySpan<NumberPairs> run) => RegressionFigures.Mean(metric, run);

        double CccDifference(NumberPairs[] sums) =>
            RegressionFigures.Mean(metric, sums.AsSpan(first.Count * targets))
            - RegressionFigures.Mean(metric, sums.AsSpan(0, first.Count * targets));
    }

    /// <summary>The comparison for other seeds too; null where a system has one seed, or nothing varies.</summary>
    /// <param name="resampled">Differences over resamples of the clips, with the seeds as they are.</param>
    /// <param name="units">Number of units that were drawn.</param>
    /// <param name="scores">Score of each seed of both systems.</param>
    /// <param name="arePaired">True if seeds with the same position belong together, as where they draw the test clips.</param>
    private PairedComparison? OverSeeds(double[] resampled, int units, double[][] scores, bool arePaired)
    {
        if (scores[0].Length < 2 || scores[1].Length < 2 || units < 2)
        {
            return null;
        }

        List<(double Variance, int Degrees)> parts = [(SquaredError([.. resampled.Where(double.IsFinite)], isOfMean: false), units - 1)];
        double[][] drawn = arePaired && scores[0].Length == scores[1].Length
            ? [[.. scores[0].Zip(scores[1], static (first, second) => second - first)]]
            : scores;
        parts.AddRange(drawn.Select(static of => (SquaredError(of, isOfMean: true), of.Length - 1)));
        var (variance, scaled) = (0.0, 0.0);
        foreach (var part in parts)
        {
            variance += part.Variance;
            scaled += part.Variance * part.Variance / part.Degrees;
        }

        if (!(variance > 0) || !double.IsFinite(variance))
        {
            return null;
        }

        var (error, degrees) = (DeterministicMath.Sqrt(variance), variance * variance / scaled);
        var half = StudentT.Quantile95(degrees) * error;
        return this with
        {
            Interval = new BootstrapInterval(Difference - half, Difference + half),
            PValue = StudentT.TwoSided(Difference / error, degrees),
            IsOverSeeds = true,
        };
    }

    private static double SquaredError(double[] values, bool isOfMean)
    {
        var deviation = Moments.Of(values).SampleStandardDeviation;
        return deviation * deviation / (isOfMean ? values.Length : 1);
    }

    private static bool IsTested(IEnumerable<int> predicted) => predicted.Any(static k => k != Bootstrap.NotTested);

    /// <summary>Mean UAR of the second system's runs minus that of the first's, which come first.</summary>
    private static double UarDifference(ConfusionMatrix[] matrices, int firstCount) =>
        MeanUar(matrices.AsSpan(firstCount)) - MeanUar(matrices.AsSpan(0, firstCount));

    private static double MeanUar(ReadOnlySpan<ConfusionMatrix> matrices)
    {
        var sum = 0.0;
        foreach (var matrix in matrices)
        {
            sum += Uar.Compute(matrix);
        }

        return sum / matrices.Length;
    }

    // An exchange does not change the supports, so that the difference is a sum over units of their contributions, each with a random sign.
    private static double Randomise(Bootstrap bootstrap, AlignedRuns all, int[][] systems, SeededRandom random)
    {
        var shares = systems.Select(runs => Shares(all, runs)).ToArray();
        var contributions = Enumerable.Range(0, bootstrap.UnitCount).Select(unit =>
        {
            var sum = 0.0;
            foreach (var i in bootstrap.ClipsOf(unit))
            {
                sum += shares[1][i] - shares[0][i];
            }

            return sum;
        }).Where(static sum => sum != 0).ToArray();
        var total = 0.0;
        foreach (var contribution in contributions)
        {
            total += contribution;
        }

        var (observed, hits) = (Math.Abs(total), 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            // The tolerance makes an exchange of equals count as equal in spite of rounding.
            hits += Math.Abs(SignedSum(contributions, random)) >= observed - 1e-12 ? 1 : 0;
        }

        return (1.0 + hits) / (1.0 + Draws);
    }

    /// <summary>Contribution of each clip to the mean UAR of a system's runs.</summary>
    private static double[] Shares(AlignedRuns all, int[] runs)
    {
        var shares = new double[all.ClipCount];
        foreach (var run in runs)
        {
            var confusion = all.Confusion(run);
            var supports = Enumerable.Range(0, confusion.Labels.Count).Select(confusion.Support).ToArray();
            var present = supports.Count(static support => support > 0);
            for (var i = 0; i < shares.Length; i++)
            {
                var k = all.Truth[i];
                shares[i] += all.Predicted[run][i] == k ? 1.0 / (supports[k] * present) : 0;
            }
        }

        return Array.ConvertAll(shares, share => share / runs.Length);
    }

    // The highest bit of a word is the sign: what NextInt32(2) would draw, ten thousand times a clip.
    private static double SignedSum(double[] contributions, SeededRandom random)
    {
        var sum = 0.0;
        foreach (var contribution in contributions)
        {
            var sign = (ulong)(random.NextUInt32() >> 31) << 63;
            sum += BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(contribution) ^ sign);
        }

        return sum;
    }
}
