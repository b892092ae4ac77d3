using Bakeoff.Corpora.Columns;
using Bakeoff.Evaluation.Results;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Raters;

/// <summary>Predictions beside the votes on the same clips: how much raters agree, what a left-out rater reaches, and how near the system's
/// probabilities are to the shares of the votes.</summary>
/// <remarks>Determinism: depends on the predictions in their order. Clips without votes are left out.</remarks>
public sealed record VoteEvaluation
{
    /// <summary>Ranges of probability.</summary>
    public const int BinCount = 10;

    // Below a double's distance from 1, as for the log loss.
    private const double Least = 2.220446049250313e-16;

    /// <summary>Test clips with votes.</summary>
    public required int Clips { get; init; }

    /// <summary>Votes on them.</summary>
    public required long Votes { get; init; }

    /// <summary>Krippendorff's alpha of the votes; null where it is not defined.</summary>
    public required double? Alpha { get; init; }

    /// <summary>Mean Kullback-Leibler divergence of the probabilities from the shares of the votes, in nats; null without
    /// probabilities.</summary>
    public required double? Divergence { get; init; }

    /// <summary>Mean total variation distance of both, 0 to 1: half the sum of absolute differences; null without probabilities.</summary>
    public required double? Distance { get; init; }

    /// <summary>Each vote against the label that most of the clip's other votes are for, and the system against the same labels; null where
    /// no clip has such a label.</summary>
    public required RaterScore? LeftOut { get; init; }

    /// <summary>The same of each rater; empty where only numbers of votes are known.</summary>
    public required IReadOnlyList<RaterScore> Raters { get; init; }

    /// <summary>Shares of votes over probabilities, in ranges of one width; empty without probabilities.</summary>
    public required IReadOnlyList<VoteShareBin> Bins { get; init; }

    /// <summary>Compares predictions with votes.</summary>
    /// <param name="labels">Names of the classes, in the order of the probabilities.</param>
    /// <param name="predictions">Predictions whose values hold the votes.</param>
    /// <returns>Null where the corpus has no votes on these clips.</returns>
    public static VoteEvaluation? Measure(IReadOnlyList<string> labels, IEnumerable<Prediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        var clips = predictions
            .Where(static prediction => VoteColumns.HasVotes(prediction.Values.Columns))
            .Select(prediction => (Prediction: prediction, Counts: VoteColumns.CountsOf(prediction.Values, labels)))
            .Where(static clip => clip.Counts is not null)
            .Select(clip => new VotedClip(clip.Prediction, Array.IndexOf([.. labels], clip.Prediction.Predicted), clip.Counts!))
            .ToList();
        if (clips.Count == 0)
        {
            return null;
        }

        var hasProbabilities = clips.TrueForAll(static clip => clip.Prediction.Probabilities.Count > 0);
        var raters = VoteColumns.Raters(clips[0].Prediction.Values.Columns);
        return new VoteEvaluation
        {
            Clips = clips.Count,
            Votes = clips.Sum(static clip => (long)clip.Counts.Sum()),
            Alpha = KrippendorffAlpha.Compute(clips.Select(static clip => clip.Counts)),
            Divergence = hasProbabilities ? Mean(clips, DivergenceOf) : null,
            Distance = hasProbabilities ? Mean(clips, DistanceOf) : null,
            LeftOut = LeaveOut("", labels.Count, clips.SelectMany(clip => EachVote(clip))),
            Raters =
            [
                .. raters
                    .Select(rater => LeaveOut(rater, labels.Count, clips.SelectMany(clip => VoteOf(clip, rater, labels))))
                    .OfType<RaterScore>(),
            ],
            Bins = hasProbabilities ? ToBins(clips) : [],
        };
    }

    /// <summary>The figures as metrics, without those that are not defined.</summary>
    public IReadOnlyList<MetricResult> Metrics() =>
    [
        .. new (string Name, double? Value)[]
        {
            ("vote_kl", Divergence),
            ("vote_distance", Distance),
            ("rater_alpha", Alpha),
            ("rater_uar", LeftOut?.RaterUar),
            ("rater_accuracy", LeftOut?.RaterAccuracy),
            ("system_uar", LeftOut?.SystemUar),
            ("system_accuracy", LeftOut?.SystemAccuracy),
        }
            .Where(static metric => metric.Value is not null)
            .Select(static metric => new MetricResult(metric.Name, metric.Value!.Value)),
    ];

    private static double Mean(List<VotedClip> clips, Func<VotedClip, double> value)
    {
        var sum = 0.0;
        foreach (var clip in clips)
        {
            sum += value(clip);
        }

        return sum / clips.Count;
    }

    private static double DivergenceOf(VotedClip clip)
    {
        var rowSum = 0.0;
        foreach (var probability in clip.Prediction.Probabilities)
        {
            rowSum += Math.Clamp(probability, Least, 1 - Least);
        }

        var sum = 0.0;
        for (var k = 0; k < clip.Counts.Length; k++)
        {
            if (clip.Counts[k] > 0)
            {
                var predicted = Math.Clamp(clip.Prediction.Probabilities[k], Least, 1 - Least) / rowSum;
                sum += clip.ShareOf(k) * DeterministicMath.Log(clip.ShareOf(k) / predicted);
            }
        }

        return sum;
    }

    private static double DistanceOf(VotedClip clip)
    {
        var sum = 0.0;
        for (var k = 0; k < clip.Counts.Length; k++)
        {
            sum += Math.Abs(clip.ShareOf(k) - clip.Prediction.Probabilities[k]);
        }

        return sum / 2;
    }

    // Numbers of votes do not say who voted, nor need they: each vote is left out in turn.
    private static IEnumerable<(VotedClip Clip, int Vote)> EachVote(VotedClip clip) =>
        Enumerable.Range(0, clip.Counts.Length).SelectMany(k => Enumerable.Repeat((clip, k), clip.Counts[k]));

    private static IEnumerable<(VotedClip Clip, int Vote)> VoteOf(VotedClip clip, string rater, IReadOnlyList<string> labels)
    {
        var values = clip.Prediction.Values;
        var vote = values.Columns.Any(column => column.Name == rater) ? Array.IndexOf([.. labels], values.TextOf(rater)) : -1;
        return vote < 0 ? [] : [(clip, vote)];
    }

    private static RaterScore? LeaveOut(string name, int classes, IEnumerable<(VotedClip Clip, int Vote)> votes)
    {
        var (rater, system, truths) = (new long[classes], new long[classes], new long[classes]);
        foreach (var (clip, vote) in votes)
        {
            if (clip.WinnerWithout(vote) is { } truth)
            {
                truths[truth]++;
                rater[truth] += vote == truth ? 1 : 0;
                system[truth] += clip.Predicted == truth ? 1 : 0;
            }
        }

        var count = truths.Sum();
        return count == 0
            ? null
            : new RaterScore(name, count, MeanRecall(rater), rater.Sum() / (double)count, MeanRecall(system), system.Sum() / (double)count);

        double MeanRecall(long[] right)
        {
            var (sum, present) = (0.0, 0);
            for (var k = 0; k < classes; k++)
            {
                sum += truths[k] > 0 ? right[k] / (double)truths[k] : 0;
                present += truths[k] > 0 ? 1 : 0;
            }

            return sum / present;
        }
    }

    private static VoteShareBin[] ToBins(List<VotedClip> clips)
    {
        var (counts, probabilities, shares) = (new int[BinCount], new double[BinCount], new double[BinCount]);
        foreach (var clip in clips)
        {
            for (var k = 0; k < clip.Counts.Length; k++)
            {
                double probability = clip.Prediction.Probabilities[k];
                var bin = Math.Clamp((int)Math.Ceiling(probability * BinCount) - 1, 0, BinCount - 1);
                counts[bin]++;
                probabilities[bin] += probability;
                shares[bin] += clip.ShareOf(k);
            }
        }

        return
        [
            .. counts.Select((count, bin) => new VoteShareBin(
                bin / (double)BinCount,
                (bin + 1) / (double)BinCount,
                count,
                probabilities[bin] / Math.Max(1, count),
                shares[bin] / Math.Max(1, count))),
        ];
    }

    /// <summary>A test clip with the class that was predicted and its votes for each class.</summary>
    private sealed record VotedClip(Prediction Prediction, int Predicted, int[] Counts)
    {
        private readonly double _total = Counts.Sum();

        public double ShareOf(int k) => Counts[k] / _total;

        /// <summary>The class that most other votes are for; null where there is no other vote, or a tie.</summary>
        public int? WinnerWithout(int vote)
        {
            var (winner, most, isTie) = (-1, 0, false);
            for (var k = 0; k < Counts.Length; k++)
            {
                var count = Counts[k] - (k == vote ? 1 : 0);
                isTie = count == most || (isTie && count < most);
                (winner, most) = count > most ? (k, count) : (winner, most);
            }

            return most > 0 && !isTie ? winner : null;
        }
    }
}
