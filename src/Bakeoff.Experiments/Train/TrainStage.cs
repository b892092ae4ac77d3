using Bakeoff.Audio.Features;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Exporting;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Train;

/// <summary>Trains one network a fold: <c>model/</c> (or <c>model/fold-NAME/</c> where there are several folds) and <c>history.csv</c>.</summary>
/// <remarks>Standardisation, class weights and early stopping see the training side only; altered copies are of training clips only. An interrupted training goes on from its last checkpoint, to the same bits.</remarks>
public sealed class TrainStage : IStage
{
    /// <summary>Folder of the model, or of the folds' models.</summary>
    public const string ModelFolder = "model";

    /// <summary>Table of the epochs.</summary>
    public const string HistoryFile = "history.csv";

    private readonly IReadOnlyList<LayerOptions> _layers;
    private readonly TrainingOptions _training;
    private readonly FeatureOptions _features;
    private readonly FeatureNormalization _normalization;
    private readonly ulong _seed;
    private readonly ITrainingEngine _engine;
    private readonly string _device;
    private readonly WorkerPool _pool;
    private readonly ITrainingListener _listener;

    /// <summary>Creates the stage.</summary>
    /// <param name="layers">The <c>model</c> section.</param>
    /// <param name="training">The <c>training</c> section.</param>
    /// <param name="features">The <c>features</c> section, which the model carries so that it can be used alone.</param>
    /// <param name="normalization">By whose statistics features are normalised.</param>
    /// <param name="seed">The experiment's seed.</param>
    /// <param name="parameters">Dotted keys of these sections, and the seed.</param>
    /// <param name="engine">What computes.</param>
    /// <param name="device">Where it computes, as the engine resolved it.</param>
    /// <param name="pool">Threads to compute with; they change no result.</param>
    /// <param name="listener">Hears of each epoch.</param>
    public TrainStage(
        IReadOnlyList<LayerOptions> layers,
        TrainingOptions training,
        FeatureOptions features,
        FeatureNormalization normalization,
        ulong seed,
        IReadOnlyDictionary<string, string> parameters,
        ITrainingEngine engine,
        string device,
        WorkerPool pool,
        ITrainingListener listener)
    {
        _layers = layers;
        _training = training with { Standardize = normalization is FeatureNormalization.Train or FeatureNormalization.Clip };
        _normalization = normalization;
        _features = features;
        _seed = seed;
        _engine = engine;
        _device = device;
        _pool = pool;
        _listener = listener;
        Parameters = parameters;
    }

    /// <inheritdoc/>
    public string Name => StageNames.Train;

    /// <inheritdoc/>
    public string Description => "Trains the network and records the run in MLflow.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => [StageNames.Index, StageNames.Featurize, StageNames.Split];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs => [];

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => [typeof(TrainStage)];

    /// <summary>Folder of a fold's model within the stage's outputs.</summary>
    /// <param name="fold">Name of the fold.</param>
    /// <param name="foldCount">Folds in all.</param>
    public static string FolderOf(string fold, int foldCount) => foldCount == 1 ? ModelFolder : Path.Combine(ModelFolder, "fold-" + fold);

    /// <inheritdoc/>
    public Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var data = FoldData.Read(context, _normalization);
        var histories = new List<(string Fold, IReadOnlyList<EpochResult> Epochs)>();
        foreach (var fold in data.Folds)
        {
            _listener.FoldStarted(fold.Name, data.Folds.Count);
            var network = Network.Create(_layers, data.Features.FeatureCount, data.Labels.Count, _seed);
            var progress = new EpochRelay(context.Progress, _listener, data.Folds, fold, _training.Epochs);
            var task = new TrainingTask
            {
                Network = network,
                Train = data.Sequences(fold, Partition.Train),
                Validation = data.Sequences(fold, Partition.Validation),
                Options = _training,
                Seed = _seed,
                Device = _device,
                Pool = _pool,
                CheckpointFolder = Path.Combine(context.ScratchFolder, "fold-" + fold.Name),
            };
            var history = _engine.Train(task, progress, cancellationToken);
            ModelFile.Save(Path.Combine(context.OutputFolder, FolderOf(fold.Name, data.Folds.Count)), network, ModelRecipe.Describe(data.Labels, _features, _normalization));
            histories.Add((fold.Name, history.Epochs));
        }

        HistoryTable.Write(context.OutputPath(HistoryFile), histories);
        return Task.CompletedTask;
    }
}
