using Bakeoff.Audio.Features;
using Bakeoff.Evaluation.Results;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Models.Storage;
using Bakeoff.Numerics;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Evaluate;

/// <summary>Judges each fold's network or classifier on its test clips: <c>metrics.json</c>, <c>predictions.csv</c>, <c>confusion.csv</c>, <c>protocol-audit.json</c>.</summary>
public sealed class EvaluateStage : IStage
{
    /// <summary>The figures.</summary>
    public const string MetricsFile = "metrics.json";

    /// <summary>One row a test clip.</summary>
    public const string PredictionsFile = "predictions.csv";

    /// <summary>What was verified about how the models were made.</summary>
    public const string AuditFile = "protocol-audit.json";

    /// <summary>Counts of truth against prediction.</summary>
    public const string ConfusionFile = "confusion.csv";

    private readonly SplitOptions _split;
    private readonly FeatureNormalization _normalization;
    private readonly ulong _seed;
    private readonly WorkerPool _pool;

    /// <summary>Creates the stage.</summary>
    /// <param name="split">The <c>split</c> section: what it acknowledges stands beside the figures.</param>
    /// <param name="normalization">By whose statistics features are normalised.</param>
    /// <param name="seed">The experiment's seed; the stream <c>bootstrap</c> is drawn from.</param>
    /// <param name="parameters">Dotted keys that this stage reads.</param>
    /// <param name="pool">Threads to compute with; they change no result.</param>
    public EvaluateStage(SplitOptions split, FeatureNormalization normalization, ulong seed, IReadOnlyDictionary<string, string> parameters, WorkerPool pool)
    {
        _split = split;
        _normalization = normalization;
        _seed = seed;
        _pool = pool;
        Parameters = parameters;
    }

    /// <inheritdoc/>
    public string Name => StageNames.Evaluate;

    /// <inheritdoc/>
    public string Description => "Judges the network or classifier on clips it has not seen.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => [StageNames.Index, StageNames.Featurize, StageNames.Split, StageNames.Train];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs => [];

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => [typeof(EvaluateStage)];

    /// <inheritdoc/>
    public Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var data = FoldData.Read(context, _normalization);
        var predictions = new List<Prediction>();
        var checks = new List<ProtocolCheck>();
        var audit = new TrainingSideAudit(data, _pool);
        foreach (var fold in data.Folds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var model = TrainedModel.Load(Path.Combine(context.InputFolder(StageNames.Train), TrainStage.FolderOf(fold.Name, data.Folds.Count)));
            checks.AddRange(audit.Check(fold, model, Path.Combine(context.InputFolder(StageNames.Train), TrainStage.HistoryFile)));
            var probabilities = model.Predict(data.Table(fold, Partition.Test), _pool);
            predictions.AddRange(fold.IndicesOf(Partition.Test).Select((clip, row) => Describe(data, fold, clip, probabilities, row)));
        }

        var result = Evaluator.Evaluate(data.Labels, predictions, _seed);
        PredictionTable.Write(context.OutputPath(PredictionsFile), data.Labels, predictions);
        TrainingSideAudit.Write(context.OutputPath(AuditFile), checks);
        ConfusionTable.Write(context.OutputPath(ConfusionFile), result.Confusion);
        var leaks = LeakageAudit.Make(data.Clips, data.Folds, _split.Acknowledge);
        MetricsDocument.Create(result, leaks, _normalization).Write(context.OutputPath(MetricsFile));
        return Task.CompletedTask;
    }

    private static Prediction Describe(FoldData data, SplitFold fold, int clip, float[,] probabilities, int row)
    {
        var scores = new float[data.Labels.Count];
        var best = 0;
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] = probabilities[row, k];
            best = scores[k] > scores[best] ? k : best;
        }

        var known = data.Clips[clip];
        return new Prediction(known.Path, fold.Name, known.Speaker, known.Text, known.Label, data.Labels[best], scores);
    }
}
