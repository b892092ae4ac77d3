using Bakeoff.Classifiers.Selection;
using Bakeoff.Classifiers;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Neural;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Selection;

/// <summary>Chooses among classifiers by folds within the training side; the test side is never seen.</summary>
/// <remarks>Scaling is learnt within each inner fold; copies are trained on with their clip, and judged only where imitated voices are held out. Deterministic by seed.</remarks>
public static class CandidateSelection
{
    /// <summary>Judges all candidates on the same inner folds and takes the best; computes nothing where there is only one.</summary>
    /// <param name="options">Candidates and inner folds.</param>
    /// <param name="outer">The split of the experiment, whose grouping the inner folds follow by default.</param>
    /// <param name="training">The training side.</param>
    /// <param name="isScaled">Whether columns are scaled by the clips trained on.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="threads">Threads, at least 1; they change no result.</param>
    /// <param name="progress">Told of each judged candidate; null for silence.</param>
    /// <param name="cancellation">Looked at before each candidate and fold.</param>
    /// <exception cref="SplitException">The training side cannot be divided into folds, or a candidate cannot be trained on them.</exception>
    public static CandidateChoice Choose(
        ClassifierChoiceOptions options,
        SplitOptions outer,
        ClassifierTrainingSet training,
        bool isScaled,
        ulong seed,
        int threads,
        IProgress<JudgedCandidate>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(outer);
        ArgumentNullException.ThrowIfNull(training);
        var grouping = options.GroupBy ?? InnerFolds.Derive(outer, training);
        if (options.Candidates.Count == 1)
        {
            return new CandidateChoice([new JudgedCandidate(options.Candidates[0], null)], 0, grouping, 0);
        }

        var folds = InnerFolds.Deal(training, grouping, options.Folds, seed);
        var judged = new List<JudgedCandidate>();
        foreach (var candidate in options.Candidates)
        {
            judged.Add(new JudgedCandidate(candidate, Judge(candidate, training, folds, isScaled, seed, threads, cancellation)));
            progress?.Report(judged[^1]);
        }

        return new CandidateChoice(judged, Softmax.ArgMax([.. judged.Select(static candidate => candidate.InnerUar!.Value)]), grouping, folds.Count);
    }

    private static double Judge(
        ClassifierOptions candidate, ClassifierTrainingSet training, IReadOnlyList<InnerFold> folds, bool isScaled, ulong seed, int threads, CancellationToken cancellation)
    {
        var predicted = new int[training.Clips.Count];
        foreach (var fold in folds)
        {
            cancellation.ThrowIfCancellationRequested();
            var learnt = fold.Voice is { } unheard ? training.Without(unheard) : training;
            var fitted = learnt.Fit(candidate, fold.Train, isScaled, seed, threads);
            var probabilities = fitted.Probabilities(training.Voice(fold.Voice ?? 0).Rows(fold.Test), threads);
            for (var i = 0; i < fold.Test.Length; i++)
            {
                predicted[fold.Test[i]] = Softmax.ArgMax(probabilities[i]);
            }
        }

        return ClassificationMetrics.FromConfusion(new ConfusionMatrix(training.Labels, [.. training.Classes], predicted)).UnweightedAverageRecall;
    }
}
