using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Train;

/// <summary>Everything that <see cref="NetworkTrainStage"/> reads of an experiment.</summary>
public sealed record NetworkTrainOptions
{
    /// <summary>The <c>model</c> section.</summary>
    [JsonPropertyName("model")]
    public required IReadOnlyList<LayerOptions> Model { get; init; }

    /// <summary>The <c>training</c> section.</summary>
    [JsonPropertyName("training")]
    public required TrainingOptions Training { get; init; }

    /// <summary>The <c>features</c> section, which the model carries so that it can be used alone.</summary>
    [JsonPropertyName("features")]
    public required FeatureOptions Features { get; init; }

    /// <summary>Normalisation of the features.</summary>
    [JsonPropertyName("normalization")]
    public required FeatureNormalization Normalization { get; init; }

    /// <summary>Altered copies that the model predicts with a recording; null for none.</summary>
    [JsonPropertyName("test_time"), ParameterIfGiven]
    public TestTimeAugmentation? TestTime { get; init; }

    /// <summary>Seed of the experiment.</summary>
    [JsonPropertyName("seed")]
    public required ulong Seed { get; init; }

    /// <summary>The engine; null for the managed one.</summary>
    [JsonPropertyName("engine")]
    public EngineIdentity? Engine { get; init; }

    /// <summary>Columns of numbers to predict; null to predict the label.</summary>
    [JsonPropertyName("targets"), ParameterIfGiven]
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>Ranges of a number that are the labels; null for those of the corpus.</summary>
    [JsonPropertyName("bins"), ParameterIfGiven]
    public BinnedNumberOptions? Bins { get; init; }

    /// <summary>Label and numbers that are predicted at once, with losses and weights; null for the label or targets.</summary>
    [JsonPropertyName("heads"), ParameterIfGiven]
    public IReadOnlyDictionary<string, HeadOptions>? Heads { get; init; }

    /// <summary>Calibration of the probabilities; null for none.</summary>
    [JsonPropertyName("calibration"), ParameterIfGiven]
    public CalibrationMethod? Calibration { get; init; }

    /// <summary>Column of numbers with the weights of the clips in the loss; null for equal ones.</summary>
    [JsonPropertyName("weight_by"), ParameterIfGiven]
    public string? WeightBy { get; init; }

    /// <summary>Takes what the stage reads from an experiment.</summary>
    internal static NetworkTrainOptions From(ExperimentOptions options, ChosenEngine engine) => new()
    {
        Model = options.Model!,
        Training = options.Training!,
        Features = options.Features,
        Normalization = options.Normalization,
        TestTime = TestTimeAugmentation.Of(options.Augmentation, options.Seed),
        Seed = options.Seed,
        Engine = EngineIdentity.Of(engine),
        Targets = options.Targets,
        Bins = options.Bins,
        Heads = options.Heads,
        Calibration = options.Calibration,
        WeightBy = options.WeightBy,
    };
}

/// <summary>
/// Trains one network for each fold: <c>model/</c>, or <c>model/fold-NAME/</c> where there are several folds, <c>history.csv</c> and, where
/// labels are ranges of a number, <c>edges.csv</c>.
/// </summary>
/// <remarks>
/// Standardisation, class weights and early stopping use the training side only; only training clips have altered copies there. An
/// interrupted training continues from its last checkpoint and ends with the same bits.
/// </remarks>
public sealed class NetworkTrainStage : Stage<NetworkTrainOptions>
{
    private readonly ITrainingEngine _engine;
    private readonly string _device;
    private readonly WorkerPool _pool;
    private readonly ITrainingListener _listener;

    /// <summary>Creates the stage.</summary>
    /// <exception cref="EngineException">The engine is not installed, or lacks the device.</exception>
    public NetworkTrainStage(ExperimentSetup setup)
        : this(setup, new EngineCatalogue(setup.Workspace.EnginesFolder).Choose(setup.Options.Engine))
    {
    }

    private NetworkTrainStage(ExperimentSetup setup, ChosenEngine engine)
        // Of the encoder's weights, features are made by the convolutions alone.
        : base(
            TrainStage.Definition,
            NetworkTrainOptions.From(setup.Options, engine),
            FineTuning.IsIn(setup.Options.Model) ? setup.FeatureSources : [])
    {
        _engine = engine.Engine;
        _device = engine.Device;
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
            PredictedColumns.Of(Options.Targets, Options.Heads, Options.Bins),
            Options.WeightBy);
        foreach (var layer in Network.Describe(Options.Model, data.Features.FeatureCount, data.Labels.Count + data.TargetNames.Count))
        {
            context.Progress.Report(new StageProgress(0, 0, "layers", layer.ToString()));
        }

        var histories = new List<(string Fold, IReadOnlyList<EpochResult> Epochs)>();
        foreach (var fold in data.Folds)
        {
            await _listener.FoldStartedAsync(fold.Name, data.Folds.Count, TimeSpan.Zero);
            histories.Add((fold.Name, TrainFold(data, fold, context, cancellationToken).Epochs));
        }

        data.RequireUnchanged();
        HistoryTable.Write(context.OutputPath(TrainStage.HistoryFile), histories);
        if (data.Bins is { } bins)
        {
            EdgeTable.Write(context.OutputPath(TrainStage.EdgesFile), bins.Entries());
        }

        context.Summary =
            $"{Quantity.Of(histories.Count, "network")}, {Quantity.Of(histories.Sum(static fold => fold.Epochs.Count), "epoch")}";
    }

    private TrainingHistory TrainFold(FoldData data, SplitFold fold, StageContext context, CancellationToken cancellationToken)
    {
        var training = Options.Training with
        {
            Standardize = Options.Normalization is FeatureNormalization.Train or FeatureNormalization.Clip,
        };
        var network = Network.Create(Options.Model, data.Features.FeatureCount, data.Labels.Count, data.TargetNames, Options.Seed);
        var task = new TrainingTask
        {
            Network = network,
            Train = data.Sequences(fold, Partition.Train),
            Validation = data.Sequences(fold, Partition.Validation),
            Options = training,
            Heads = Options.Heads is { } heads ? Heads(heads) : [],
            Seed = Options.Seed,
            Device = _device,
            Pool = _pool,
            CheckpointFolder = Path.Combine(context.ScratchFolder, ModelFolders.FoldFolder(fold.Name)),
        };
        var progress = new EpochRelay(context.Progress, _listener, data.Folds, fold, training.Epochs);
        var history = _engine.Train(task, progress, cancellationToken);
        var folder = ModelFolders.PathOf(context.OutputFolder, fold.Name, data.Folds.Count);
        var metadata = ModelRecipe.Describe(data.Labels, Options.Features, Options.Normalization);
        if (Options.Calibration is { } method and not CalibrationMethod.None)
        {
            var probabilities = network.Predict(data.Table(fold, Partition.Validation), _pool);
            metadata = metadata.WithCalibration(CalibrationFitter.Fit(method, data.HeldOut(fold, probabilities)));
        }

        ModelFile.Save(folder, network, Options.TestTime is { } testTime ? metadata.WithTestTime(testTime) : metadata);
        return history;
    }

    // In the order of the outputs: the label first, then numbers by name.
    private static IReadOnlyList<OutputHead> Heads(IReadOnlyDictionary<string, HeadOptions> heads) =>
    [
        .. heads
            .Select(static head => (IsLabel: head.Key == PredictedColumns.Label, Name: head.Key, Options: head.Value))
            .OrderBy(static head => head.IsLabel ? 0 : 1)
            .ThenBy(static head => head.Name, StringComparer.Ordinal)
            .Select(static head => new OutputHead(head.Options.LossOf(head.IsLabel), head.Options.Weight)),
    ];
}
