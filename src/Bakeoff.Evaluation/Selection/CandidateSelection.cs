using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Models.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Selection;

/// <summary>Choice among classifiers by inner folds of the training side, or by corpora that are on no side; the test side is never
/// used.</summary>
/// <remarks>
/// Scaling is fitted within each inner fold. Copies are trained on with their clip, and evaluated only where imitated speakers are held
/// out. Deterministic by seed. Inner folds are evaluated side by side; each writes what belongs to its own clips.
/// </remarks>
public static class CandidateSelection
{
    private static readonly UnweightedAverageRecall Uar = new();

    /// <summary>Evaluates all candidates on the same inner folds and chooses one. A single candidate is evaluated only if that is
    /// asked for, or its probabilities are to be calibrated.</summary>
    /// <param name="options">Candidates and inner folds.</param>
    /// <param name="outer">The split of the experiment; the inner folds follow its grouping by default.</param>
    /// <param name="training">The training side.</param>
    /// <param name="settings">Scaling, seed and threads.</param>
    /// <param name="progress">Receives each evaluated candidate; may be null.</param>
    /// <param name="cancellationToken">Stops before the next inner fold.</param>
    /// <exception cref="SplitException">The training side cannot be divided into folds, or a candidate cannot be trained on
    /// them.</exception>
    public static CandidateChoice Choose(
        ClassifierChoiceOptions options,
        SplitOptions outer,
        ClassifierTrainingSet training,
        FitSettings settings,
        IProgress<EvaluatedCandidate>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(outer);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(settings);
        var grouping = options.GroupBy ?? InnerFolds.Derive(outer, training);
        if (training.ChooseOn.Count > 0 && (options.Candidates.Count > 1 || options.ScoreSingle))
        {
            return ChooseOnCorpora(options, outer, training, settings, progress, cancellationToken);
        }

        if (options.Candidates is not [var only] || options.ScoreSingle)
        {
            return ChooseAmong(options with { GroupBy = grouping }, training, settings, progress, cancellationToken);
        }

        if (training.Features.TargetCount == 0 && training.CalibrationOf(only) != CalibrationMethod.None)
        {
            try
            {
                return ChooseAmong(options with { GroupBy = grouping }, training, settings, progress, cancellationToken);
            }
            catch (SplitException)
            {
                // Without held-out clips, probabilities stay as they are, and the model says so.
            }
        }

        return new CandidateChoice([new EvaluatedCandidate(only, null)], 0, grouping, 0);
    }

    /// <summary>
    /// Chooses by the mean UAR over the corpora to choose on, each among the classes that it has. What is calibrated on clips that were held
    /// out is held out by inner folds of the training side as ever.
    /// </summary>
    private static CandidateChoice ChooseOnCorpora(
        ClassifierChoiceOptions options,
        SplitOptions outer,
        ClassifierTrainingSet training,
        FitSettings settings,
        IProgress<EvaluatedCandidate>? progress,
        CancellationToken cancellationToken)
    {
        int[] all = [.. Enumerable.Range(0, training.Clips.Count)];
        var evaluated = new EvaluatedCandidate[options.Candidates.Count];
        var ofCorpora = new double[evaluated.Length][];
        foreach (var family in options.Candidates.Index().GroupBy(static candidate => candidate.Item.GetType()))
        {
            List<ClassifierOptions> candidates = [.. family.Select(static candidate => candidate.Item)];
            foreach (var (position, fitted) in family.Select(static candidate => candidate.Index).Zip(training.FitEach(candidates, all, settings)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                ofCorpora[position] = [.. training.ChooseOn.Select(corpus => UarOf(corpus, training.Labels, fitted, settings.Threads))];
                evaluated[position] = new EvaluatedCandidate(options.Candidates[position], ofCorpora[position].Sum() / ofCorpora[position].Length);
                progress?.Report(evaluated[position]);
            }
        }

        evaluated = WithLeads(options.Choose, evaluated, ofCorpora);
        var chosen = CandidateChoice.PositionOf(evaluated);
        var alone = Choose(
            options with { Candidates = [options.Candidates[chosen]], ScoreSingle = false },
            outer,
            training with { ChooseOn = [] },
            settings,
            progress: null,
            cancellationToken);
        return new CandidateChoice(evaluated, chosen, CandidateChoice.ByCorpora, training.ChooseOn.Count) { HeldOut = alone.HeldOut };
    }

    /// <summary>UAR of a corpus whose clips are told apart among its own classes.</summary>
    private static double UarOf(ChoiceCorpus corpus, IReadOnlyList<string> labels, FittedClassifier fitted, int threads)
    {
        int[] own = [.. corpus.Classes.Distinct().Order()];
        var predicted = fitted.Probabilities(corpus.Features.ToDesignMatrix(), threads)
            .Select(row => own[Softmax.ArgMax(Array.ConvertAll(own, known => row[known]))]);
        return Uar.Compute(new ConfusionMatrix(labels, [.. corpus.Classes], [.. predicted]));
    }

    // Each candidate with the lead of the best over it, where that is what the choice goes by.
    private static EvaluatedCandidate[] WithLeads(CandidateRule rule, EvaluatedCandidate[] evaluated, double[][] uars)
    {
        if (rule != CandidateRule.Simplest)
        {
            return evaluated;
        }

        var best = CandidateChoice.PositionOf(evaluated);
        return [.. evaluated.Select((candidate, i) => candidate with { Lead = InnerLead.Of(uars[best], uars[i]) })];
    }

    private static CandidateChoice ChooseAmong(
        ClassifierChoiceOptions options,
        ClassifierTrainingSet training,
        FitSettings settings,
        IProgress<EvaluatedCandidate>? progress,
        CancellationToken cancellationToken)
    {
        var folds = InnerFolds.Split(training, options.GroupBy!, options.Folds, settings.Seed);
        if (training.Features.TargetCount > 0)
        {
            var regressors = EvaluateRegressors(options, training, folds, settings, progress, cancellationToken);
            return new CandidateChoice(regressors, CandidateChoice.PositionOf(regressors), options.GroupBy!, folds.Count);
        }

        var evaluated = new EvaluatedCandidate[options.Candidates.Count];
        var ofFolds = new double[evaluated.Length][];
        var heldOut = new double[evaluated.Length][][];
        foreach (var family in options.Candidates.Index().GroupBy(static candidate => candidate.Item.GetType()))
        {
            var positions = family.Select(static candidate => candidate.Index).ToList();
            List<ClassifierOptions> candidates = [.. family.Select(static candidate => candidate.Item)];
            foreach (var (position, predictions) in positions.Zip(Evaluate(candidates, training, folds, settings, cancellationToken)))
            {
                var uar = Uar.Compute(new ConfusionMatrix(training.Labels, [.. training.Classes], predictions.Classes));
                evaluated[position] = new EvaluatedCandidate(options.Candidates[position], uar);
                progress?.Report(evaluated[position]);
                ofFolds[position] = [.. folds.Select(fold => UarOf(fold, training, predictions.Classes))];
                heldOut[position] = predictions.Probabilities!;
            }
        }

        evaluated = WithLeads(options.Choose, evaluated, ofFolds);
        var chosen = CandidateChoice.PositionOf(evaluated);
        return new CandidateChoice(evaluated, chosen, options.GroupBy!, folds.Count) { HeldOut = heldOut[chosen] };
    }

    /// <summary>UAR over the clips of a fold and the classes that it has.</summary>
    private static double UarOf(InnerFold fold, ClassifierTrainingSet training, int[] predicted) => Uar.Compute(new ConfusionMatrix(
        training.Labels,
        Array.ConvertAll(fold.Test, clip => training.Classes[clip]),
        Array.ConvertAll(fold.Test, clip => predicted[clip])));

    private static EvaluatedCandidate[] EvaluateRegressors(
        ClassifierChoiceOptions options,
        ClassifierTrainingSet training,
        IReadOnlyList<InnerFold> folds,
        FitSettings settings,
        IProgress<EvaluatedCandidate>? progress,
        CancellationToken cancellationToken)
    {
        var evaluated = new EvaluatedCandidate[options.Candidates.Count];
        for (var i = 0; i < evaluated.Length; i++)
        {
            var ccc = EvaluateRegressor(options.Candidates[i], training, folds, settings, cancellationToken);
            evaluated[i] = new EvaluatedCandidate(options.Candidates[i], InnerUar: null) { InnerCcc = ccc };
            progress?.Report(evaluated[i]);
        }

        return evaluated;
    }

    /// <summary>Mean CCC over the targets of the predictions for all held-out clips.</summary>
    private static double EvaluateRegressor(
        ClassifierOptions candidate,
        ClassifierTrainingSet training,
        IReadOnlyList<InnerFold> folds,
        FitSettings settings,
        CancellationToken cancellationToken)
    {
        var targets = training.Features.TargetCount;
        var predicted = new double[training.Features.ClipCount * targets];
        foreach (var fold in folds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var known = fold.HeldOutVersion is { } heldOut ? training.WithoutVersion(heldOut) : training;
            var test = training.Version(fold.HeldOutVersion ?? 0).Select(fold.Test).ToDesignMatrix();
            var values = known.FitTargets(candidate, fold.Train, settings).Predict(test, settings.Threads);
            for (var target = 0; target < targets; target++)
            {
                for (var i = 0; i < fold.Test.Length; i++)
                {
                    predicted[(fold.Test[i] * targets) + target] = values[target][i];
                }
            }
        }

        return ConcordanceCorrelation.MeanOverTargets(training.Features.AllTargets, predicted, targets);
    }

    /// <summary>Predictions of each candidate of one type, which share what they compute of an inner fold.</summary>
    private static List<HeldOutPredictions> Evaluate(
        List<ClassifierOptions> family,
        ClassifierTrainingSet training,
        IReadOnlyList<InnerFold> folds,
        FitSettings settings,
        CancellationToken cancellationToken)
    {
        var predicted = family.ConvertAll(candidate => new HeldOutPredictions(
            new int[training.Clips.Count],
            training.CalibrationOf(candidate) == CalibrationMethod.None ? null : new double[training.Clips.Count][]));
        var rows = (long)training.VersionCount * folds.Max(static fold => fold.Train.Length);
        settings.SideBySide(
            folds.Count,
            family.Max(candidate => candidate.TrainingBytes(rows, training.Features.FeatureCount)),
            (fold, own) => Predict(family, training, folds[fold], own, predicted, cancellationToken));
        return predicted;
    }

    /// <summary>Predicts the held-out clips of a fold by each classifier of a family, trained on the other clips.</summary>
    private static void Predict(
        List<ClassifierOptions> family,
        ClassifierTrainingSet training,
        InnerFold fold,
        FitSettings settings,
        List<HeldOutPredictions> predicted,
        CancellationToken cancellationToken)
    {
        var known = fold.HeldOutVersion is { } heldOut ? training.WithoutVersion(heldOut) : training;
        var test = training.Version(fold.HeldOutVersion ?? 0).Select(fold.Test).ToDesignMatrix();
        foreach (var (candidate, fitted) in known.FitEach(family, fold.Train, settings).Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var probabilities = fitted.Probabilities(test, settings.Threads);
            for (var i = 0; i < fold.Test.Length; i++)
            {
                predicted[candidate].Classes[fold.Test[i]] = Softmax.ArgMax(probabilities[i]);
                predicted[candidate].Probabilities?[fold.Test[i]] = probabilities[i];
            }
        }
    }

    /// <summary>Predictions of a candidate for all clips, each made while an inner fold held the clip out.</summary>
    private sealed record HeldOutPredictions(int[] Classes, double[][]? Probabilities);
}
