using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models.Storage;
using Bakeoff.Numerics;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Train;

/// <summary>Trains one classifier a fold, chosen among candidates on inner folds: <c>model/</c> (or <c>model/fold-NAME/</c>) and <c>candidates.csv</c>.</summary>
/// <remarks>
/// The training side is train and validation partition together: nothing stops early, so that no clip need be kept for that. Scaling and choice see
/// the training side only; within it, each inner fold learns its own scaling.
/// </remarks>
public sealed class ClassifierTrainStage : IStage
{
    /// <summary>Table of the candidates.</summary>
    public const string CandidatesFile = "candidates.csv";

    private readonly ClassifierChoiceOptions _classifier;
    private readonly SplitOptions _split;
    private readonly FeatureOptions _features;
    private readonly FeatureNormalization _normalization;
    private readonly bool _areCopiesVoices;
    private readonly ulong _seed;
    private readonly WorkerPool _pool;
    private readonly ITrainingListener _listener;

    /// <summary>Creates the stage.</summary>
    /// <param name="classifier">The <c>classifier</c> section.</param>
    /// <param name="split">The <c>split</c> section, whose grouping the inner folds follow.</param>
    /// <param name="features">The <c>features</c> section, which the model carries so that it can be used alone.</param>
    /// <param name="normalization">By whose statistics features are normalised.</param>
    /// <param name="areCopiesVoices">Whether the n-th copies of all clips are one imitated speaker, which inner folds can hold out.</param>
    /// <param name="seed">The experiment's seed.</param>
    /// <param name="parameters">Dotted keys of these sections, and the seed.</param>
    /// <param name="pool">Threads to compute with; they change no result.</param>
    /// <param name="listener">Hears of each judged candidate.</param>
    public ClassifierTrainStage(
        ClassifierChoiceOptions classifier,
        SplitOptions split,
        FeatureOptions features,
        FeatureNormalization normalization,
        bool areCopiesVoices,
        ulong seed,
        IReadOnlyDictionary<string, string> parameters,
        WorkerPool pool,
        ITrainingListener listener)
    {
        _classifier = classifier;
        _split = split;
        _features = features;
        _normalization = normalization;
        _areCopiesVoices = areCopiesVoices;
        _seed = seed;
        _pool = pool;
        _listener = listener;
        Parameters = parameters;
    }

    /// <inheritdoc/>
    public string Name => StageNames.Train;

    /// <inheritdoc/>
    public string Description => "Chooses and trains the classifier and records the run in MLflow.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => [StageNames.Index, StageNames.Featurize, StageNames.Split];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs => [];

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => [typeof(ClassifierTrainStage)];

    /// <inheritdoc/>
    public Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var data = FoldData.Read(context, _normalization);
        var choices = new List<(string Fold, CandidateChoice Choice)>();
        foreach (var fold in data.Folds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _listener.FoldStarted(fold.Name, data.Folds.Count);
            var choice = TrainFold(data, fold, context, cancellationToken);
            _listener.CandidateChosen(choice);
            choices.Add((fold.Name, choice));
        }

        CandidateTable.Write(context.OutputPath(CandidatesFile), choices);
        return Task.CompletedTask;
    }

    private CandidateChoice TrainFold(FoldData data, SplitFold fold, StageContext context, CancellationToken cancellationToken)
    {
        var training = data.TrainingSide(fold) with { AreCopiesImitatedSpeakers = _areCopiesVoices };
        var isScaled = _normalization is FeatureNormalization.Train or FeatureNormalization.Clip;
        var progress = new CandidateRelay(context.Progress, data.Folds, fold, _classifier.Candidates.Count);
        var settings = new FitSettings(isScaled, _seed, _pool.ThreadCount);
        var choice = CandidateSelection.Choose(_classifier, _split, training, settings, progress, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var fitted = training.Fit(choice.Classifier, [.. Enumerable.Range(0, training.Clips.Count)], settings);
        ClassifierModel.Save(Path.Combine(context.OutputFolder, TrainStage.FolderOf(fold.Name, data.Folds.Count)), data.Labels, _features, _normalization, choice, fitted);
        return choice;
    }
}
