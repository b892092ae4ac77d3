using Bakeoff.Experiments.Datasets;
using Bakeoff.Experiments.Evaluation;
using Bakeoff.Experiments.Splits;

namespace Bakeoff.Experiments.Classical;

/// <summary>Chooses among classifiers by folds within the training side; the test side is never seen.</summary>
/// <remarks>Folds are grouped by speaker where at least three are trained on, else by text, else by clip. Scaling is learnt within each fold. Deterministic by seed.</remarks>
public static class CandidateSelection
{
    private const int Folds = 5;

    /// <summary>UAR of each candidate over inner folds, pooled.</summary>
    /// <param name="candidates">At least one.</param>
    /// <param name="features">Features of the training clips, not scaled.</param>
    /// <param name="clips">The training clips, in the order of the rows.</param>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <returns>One figure for each candidate.</returns>
    /// <exception cref="SplitException">The training side cannot be divided into folds.</exception>
    public static IReadOnlyList<double> Judge(IReadOnlyList<ClassifierOptions> candidates, DesignMatrix features, IReadOnlyList<Clip> clips, IReadOnlyList<string> labels, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(clips);
        var grouping = Grouping(clips, out var groups);
        var options = new SplitOptions { By = SplitRule.Kfold, GroupBy = grouping, Folds = Math.Min(Folds, groups), Validation = 0, Acknowledge = Enum.GetValues<Leak>() };
        var folds = Splitter.Split(clips, options, seed).Folds;
        var truth = Evaluator.Classes(labels, [.. clips.Select(static clip => new Prediction(clip.Path, "", "", "", clip.Label, clip.Label, []))], static prediction => prediction.Label);
        return [.. candidates.Select(candidate => ClassificationMetrics.FromConfusion(new ConfusionMatrix(labels, truth, Predict(candidate, features, truth, labels.Count, folds, seed, threads))).UnweightedAverageRecall)];
    }

    /// <summary>Position of the best candidate, the first of equals; 0 without computing anything where there is only one.</summary>
    /// <inheritdoc cref="Judge"/>
    public static int Choose(IReadOnlyList<ClassifierOptions> candidates, DesignMatrix features, IReadOnlyList<Clip> clips, IReadOnlyList<string> labels, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return candidates.Count == 1 ? 0 : Softmax.ArgMax([.. Judge(candidates, features, clips, labels, seed, threads)]);
    }

    private static int[] Predict(ClassifierOptions candidate, DesignMatrix features, int[] truth, int classes, IReadOnlyList<SplitFold> folds, ulong seed, int threads)
    {
        var predicted = new int[truth.Length];
        foreach (var fold in folds)
        {
            var train = fold.IndicesOf(Partition.Train);
            var training = features.Rows(train);
            var scaler = ColumnScaler.Fit(training);
            var classifier = ClassifierTrainer.Train(candidate, scaler.Apply(training), Array.ConvertAll(train, i => truth[i]), classes, seed, threads);
            var test = fold.IndicesOf(Partition.Test);
            var tested = scaler.Apply(features.Rows(test));
            Parallel.For(0, test.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => predicted[test[i]] = classifier.Predict(tested.Row(i)));
        }

        return predicted;
    }

    private static SplitGrouping Grouping(IReadOnlyList<Clip> clips, out int groups)
    {
        var speakers = clips.Select(static clip => clip.Speaker).Distinct(StringComparer.Ordinal).ToList();
        var texts = clips.Select(static clip => clip.Text).Distinct(StringComparer.Ordinal).ToList();
        var bySpeaker = speakers.Count >= 3 && !speakers.Contains("", StringComparer.Ordinal);
        var byText = texts.Count >= 2 && !texts.Contains("", StringComparer.Ordinal);
        groups = bySpeaker ? speakers.Count : byText ? texts.Count : Folds;
        return bySpeaker ? SplitGrouping.Speaker : byText ? SplitGrouping.Text : SplitGrouping.None;
    }
}
