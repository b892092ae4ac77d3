using System.Text.Json.Serialization;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Train;

/// <summary>Everything that <see cref="ClassifierTrainStage"/> reads of an experiment.</summary>
public sealed record ClassifierTrainOptions
{
    /// <summary>The <c>classifier</c> section.</summary>
    [JsonPropertyName("classifier")]
    public required ClassifierChoiceOptions Classifier { get; init; }

    /// <summary>The <c>split</c> section, whose grouping the inner folds follow.</summary>
    [JsonPropertyName("split")]
    public required SplitOptions Split { get; init; }

    /// <summary>The <c>features</c> section, which the model carries so that it can be used alone.</summary>
    [JsonPropertyName("features")]
    public required FeatureOptions Features { get; init; }

    /// <summary>Normalisation of the features.</summary>
    [JsonPropertyName("normalization")]
    public required FeatureNormalization Normalization { get; init; }

    /// <summary>
    /// The draw of imitated speakers: if one for each copy, inner folds can hold them out. Null where there are no copies.
    /// </summary>
    [JsonPropertyName("augmentation.voice")]
    public VoiceDraw? Voice { get; init; }

    /// <summary>Altered copies that the model predicts with a recording; null for none.</summary>
    [JsonPropertyName("test_time"), ParameterIfGiven]
    public TestTimeAugmentation? TestTime { get; init; }

    /// <summary>Seed of the experiment.</summary>
    [JsonPropertyName("seed")]
    public required ulong Seed { get; init; }

    /// <summary>Columns of numbers to predict; null to predict the label.</summary>
    [JsonPropertyName("targets"), ParameterIfGiven]
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>Ranges of a number that are the labels; null for those of the corpus.</summary>
    [JsonPropertyName("bins"), ParameterIfGiven]
    public BinnedNumberOptions? Bins { get; init; }

    /// <summary>Calibration of the probabilities; null for that of overconfident candidates.</summary>
    [JsonPropertyName("calibration"), ParameterIfGiven]
    public CalibrationMethod? Calibration { get; init; }

    /// <summary>Column of numbers with the weights of the clips; null for equal ones.</summary>
    [JsonPropertyName("weight_by"), ParameterIfGiven]
    public string? WeightBy { get; init; }

    /// <summary>Takes what the stage reads from an experiment.</summary>
    internal static ClassifierTrainOptions From(ExperimentOptions options) => new()
    {
        Classifier = options.Classifier!,
        Split = options.Split,
        Features = options.Features,
        Normalization = options.Normalization,
        Voice = options.Augmentation?.Voice,
        TestTime = TestTimeAugmentation.Of(options.Augmentation, options.Seed),
        Seed = options.Seed,
        Targets = options.Targets,
        Bins = options.Bins,
        Calibration = options.Calibration,
        WeightBy = options.WeightBy,
    };
}

/// <summary>
/// Trains one classifier for each fold, chosen among candidates on inner folds: <c>model/</c> (or <c>model/fold-NAME/</c>) and
/// <c>candidates.csv</c>; where probabilities are calibrated, <c>held-out.csv</c> as well, and where labels are ranges of a number,
/// <c>edges.csv</c>.
/// </summary>
/// <remarks>
/// The training side is the train and validation partitions together: nothing stops early, so no clip is kept for that. Scaling and choice
/// use
/// the training side only; within it, each inner fold fits its own scaling.
/// </remarks>
public sealed class ClassifierTrainStage : Stage<ClassifierTrainOptions>
{
    private readonly WorkerPool _pool;
    private readonly ITrainingListener _listener;

    /// <summary>Creates the stage.</summary>
    public ClassifierTrainStage(ExperimentSetup setup)
        : base(TrainStage.Definition, ClassifierTrainOptions.From(setup.Options))
    {
        _pool = setup.Pool;
        _listener = setup.Listener;
    }

    /// <inheritdoc/>
    public override async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var data = FoldData.Read(
            context.InputFolder,
            Options.Normalization,
            PredictedColumns.Of(Options.Targets, heads: null, Options.Bins),
            Options.WeightBy);
        var choices = new List<(string Fold, CandidateChoice Choice)>();
        var heldOut = new List<HeldOutEntry>();
        await FoldTraining.RunAsync(data.Folds, (folds, token) => TrainFolds(data, folds, context, token), FollowAsync, cancellationToken);
        data.RequireUnchanged();
        CandidateTable.Write(context.OutputPath(TrainStage.CandidatesFile), choices, data.Targets is not null);
        if (data.Bins is { } bins)
        {
            EdgeTable.Write(context.OutputPath(TrainStage.EdgesFile), bins.Entries());
        }

        if (heldOut.Count > 0)
        {
            HeldOutTable.Write(context.OutputPath(TrainStage.HeldOutFile), data.Labels, heldOut);
        }

        context.Summary =
            $"{Quantity.Of(choices.Count, "classifier")} of {Quantity.Of(Options.Classifier.Candidates.Count, "candidate")} each";

        async Task FollowAsync(FoldTraining training)
        {
            var fold = training.Fold;
            await _listener.FoldStartedAsync(fold.Name, data.Folds.Count, training.Elapsed);
            var progress = new CandidateRelay(context.Progress, data.Folds, fold, Options.Classifier.Candidates.Count);
            var trained = await training.FollowAsync(progress);
            _listener.CandidateChosen(trained.Choice);
            choices.Add((fold.Name, trained.Choice));
            heldOut.AddRange(trained.HeldOut);
        }
    }

    /// <summary>The training side of a fold as classifiers are chosen and fitted on it.</summary>
    internal static ClassifierTrainingSet TrainingSide(FoldData data, SplitFold fold, ClassifierTrainOptions options) =>
        data.TrainingSide(fold) with
        {
            AreCopiesImitatedSpeakers = options.Voice == VoiceDraw.EachCopy,
            Sampling = options.Classifier.Sampling,
            Calibration = options.Calibration,
            ChooseOn = data.ChoiceCorpora(options.Split.ChooseOn),
        };

    /// <summary>The settings that every classifier is fitted with.</summary>
    internal static FitSettings SettingsOf(ClassifierTrainOptions options, int threads)
    {
        var isScaled = options.Normalization is FeatureNormalization.Train or FeatureNormalization.Clip
            || options is { Normalization: FeatureNormalization.Speaker, Classifier.Scaling: FeatureScaling.Robust };
        return new FitSettings(isScaled, options.Seed, threads) { Scaling = options.Classifier.Scaling };
    }

    private void TrainFolds(FoldData data, IReadOnlyList<FoldTraining> folds, StageContext context, CancellationToken cancellationToken)
    {
        var clips = data.Folds.Max(static fold => fold.IndicesOf(Partition.Train).Length + fold.IndicesOf(Partition.Validation).Length);
        var rows = (1L + data.Copies.Count) * clips;
        var bytes = Options.Classifier.Candidates.Max(candidate => candidate.TrainingBytes(rows, data.Features.FeatureCount));
        SettingsOf(Options, _pool.ThreadCount).SideBySide(folds.Count, bytes, (i, settings) =>
            folds[i].Run(progress => TrainFold(data, folds[i].Fold, (context, settings), progress, cancellationToken)));
    }

    private TrainedFold TrainFold(
        FoldData data,
        SplitFold fold,
        (StageContext Context, FitSettings Settings) given,
        IProgress<EvaluatedCandidate> progress,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var settings = given.Settings;
        var training = TrainingSide(data, fold, Options);
        var choice = CandidateSelection.Choose(Options.Classifier, Options.Split, training, settings, progress, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        int[] all = [.. Enumerable.Range(0, training.Clips.Count)];
        var folder = ModelFolders.PathOf(given.Context.OutputFolder, fold.Name, data.Folds.Count);
        var input = new ModelInput(Options.Features, Options.Normalization, Options.TestTime);
        if (data.Targets is { } targets)
        {
            var regressors = training.FitTargets(choice.Classifier, all, settings);
            ClassifierModel.Save(folder, targets.Names, input, choice, regressors);
            return new TrainedFold(choice, []);
        }

        var fitted = training.Fit(choice.Classifier, all, settings);
        var heldOut = new List<HeldOutEntry>();
        if (training.CalibrationOf(choice.Classifier) is var method and not CalibrationMethod.None)
        {
            var rows = choice.HeldOut ?? [];
            heldOut.AddRange(rows.Zip(training.Clips, (row, clip) => new HeldOutEntry(fold.Name, clip.Sha256, clip.Label, row)));
            var clips = new HeldOutClips(HeldOutClips.InnerFolds, rows, rows.Count == 0 ? [] : training.Classes)
            {
                Smallest = fitted.Classifier.SmallestProbability,
            };
            fitted = fitted with { Calibration = CalibrationFitter.Fit(method, clips) };
        }

        ClassifierModel.Save(folder, data.Labels, input, choice, fitted);
        return new TrainedFold(choice with { HeldOut = null }, heldOut);
    }
}
