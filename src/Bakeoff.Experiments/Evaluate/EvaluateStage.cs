using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Evaluation.Groups;
using Bakeoff.Evaluation.Normalization;
using Bakeoff.Evaluation.Raters;
using Bakeoff.Evaluation.Results;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Models.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Evaluate;

/// <summary>Everything that <see cref="EvaluateStage"/> reads of an experiment.</summary>
public sealed record EvaluateOptions
{
    /// <summary>Leaks that the experiment acknowledges, which stand beside every metric.</summary>
    [JsonPropertyName("split.acknowledge")]
    public required IReadOnlyList<Leak> Acknowledge { get; init; }

    /// <summary>Normalisation of the features.</summary>
    [JsonPropertyName("normalization")]
    public required FeatureNormalization Normalization { get; init; }

    /// <summary>Seed of the experiment; the stream <c>bootstrap</c> is drawn from it.</summary>
    [JsonPropertyName("seed")]
    public required ulong Seed { get; init; }

    /// <summary>Columns of numbers to predict; null to predict the label.</summary>
    [JsonPropertyName("targets"), ParameterIfGiven]
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>Ranges of a number that are the labels; null for those of the corpus.</summary>
    [JsonPropertyName("bins"), ParameterIfGiven]
    public BinnedNumberOptions? Bins { get; init; }

    /// <summary>Label and numbers that are predicted at once; null for the label or targets.</summary>
    [JsonPropertyName("heads"), ParameterIfGiven]
    public IReadOnlyDictionary<string, HeadOptions>? Heads { get; init; }

    /// <summary>Probability below which no answer is given; null for none.</summary>
    [JsonPropertyName("reject_below"), ParameterIfGiven]
    public double? RejectBelow { get; init; }

    /// <summary>Columns that divide the test clips into groups; null for none.</summary>
    [JsonPropertyName("evaluate.groups"), ParameterIfGiven]
    public IReadOnlyList<GroupOptions>? Groups { get; init; }
}

/// <summary>
/// Evaluates each fold's network or classifier on its test clips: <c>metrics.json</c>, <c>predictions.csv</c>, <c>confusion.csv</c>,
/// <c>protocol-audit.json</c>.
/// </summary>
public sealed class EvaluateStage : Stage<EvaluateOptions>
{
    /// <summary>The metrics.</summary>
    public const string MetricsFile = "metrics.json";

    /// <summary>One row a test clip.</summary>
    public const string PredictionsFile = "predictions.csv";

    /// <summary>Checks of the models' training.</summary>
    public const string AuditFile = "protocol-audit.json";

    /// <summary>Counts of truth against prediction; not of predicted numbers.</summary>
    public const string ConfusionFile = "confusion.csv";

    private readonly WorkerPool _pool;
    private readonly EnsembleLookup? _members;

    /// <summary>Creates the stage.</summary>
    public EvaluateStage(ExperimentSetup setup)
        : base(setup.Members is null ? Definition : Definition with { Inputs = OfEnsemble }, new EvaluateOptions
        {
            Acknowledge = setup.Options.Split.Acknowledge,
            Normalization = setup.Options.Normalization,
            Seed = setup.Options.Seed,
            Targets = setup.Options.Targets,
            Bins = setup.Options.Bins,
            Heads = setup.Options.Heads,
            RejectBelow = setup.Options.RejectBelow,
            Groups = setup.Options.Evaluate?.Groups,
        })
    {
        _pool = setup.Pool;
        _members = setup.Members;
    }

    // Features are those of the members, each its own.
    private static string[] OfEnsemble => [StageNames.Index, StageNames.Split, StageNames.Train];

    /// <summary>Name, sentence and inputs.</summary>
    public static StageDefinition Definition { get; } = new(
        StageNames.Evaluate,
        "Evaluates the network or classifier on clips that it was not trained on.",
        [StageNames.Index, StageNames.Featurize, StageNames.Split, StageNames.Train],
        static setup => new EvaluateStage(setup));

    /// <inheritdoc/>
    public override IReadOnlyList<ExternalInput> ExternalInputsGiven(IReadOnlyDictionary<string, StoreEntry> inputs) =>
        [.. base.ExternalInputsGiven(inputs), .. _members?.Invoke().Select(static member => member.AsInput()) ?? []];

    /// <inheritdoc/>
    public override Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var columns = PredictedColumns.Of(Options.Targets, Options.Heads, Options.Bins);
        using var data = _members is null
            ? FoldData.Read(context.InputFolder, Options.Normalization, columns)
            : FoldData.ReadWithoutFeatures(context.InputFolder, columns);
        using var members = _members is null ? null : EnsembleData.Open(_members(), data, _pool);
        var checks = new List<ProtocolCheck>();
        var audit = new TrainingSideAudit(data, _pool);

        // Fold by fold: what a model gives for its clips is not kept beside the predictions made of it.
        var predicted = FoldModels.Load(context.InputFolder(StageNames.Train), data.Folds).Select(of =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (fold, model) = of;
            if (members is not null)
            {
                var ensemble = (EnsembleModel)model;
                checks.AddRange(EnsembleAudit.Check(fold, ensemble, members, (data, context.InputFolder(StageNames.Train)), _pool));
                return new PredictedFold(fold, ensemble.Combine(members.Predict(ensemble.Members, fold.IndicesOf(Partition.Test))));
            }

            checks.AddRange(audit.Check(fold, model, context.InputFolder(StageNames.Train)));
            var versions = data.Versions(model, fold.IndicesOf(Partition.Test));
            return new PredictedFold(fold, model.PredictMean(versions, _pool))
            {
                Calibration = model.Calibration,
                Uncalibrated = model.Calibration is null ? null : model.PredictMean(versions, _pool, isCalibrated: false),
            };
        });
        var predictions = new List<Prediction>();
        var calibrated = new List<PredictedFold>();
        foreach (var of in predicted)
        {
            predictions.AddRange(of.Fold.IndicesOf(Partition.Test).Select((clip, row) => Describe(data, of.Fold, clip, of.Outputs, row)));
            if (of.Calibration is not null)
            {
                calibrated.Add(of);
            }
        }

        var result = Judge(data, predictions, calibrated, context);
        PredictionTable.Write(context.OutputPath(PredictionsFile), data.Labels, data.TargetNames, predictions);
        data.RequireUnchanged();
        TrainingSideAudit.Write(context.OutputPath(AuditFile), checks);
        var leaks = LeakageAudit.Make(data.Clips, data.Folds, Options.Acknowledge);
        var transductive = TransductiveNote.Describe(Options.Normalization, data.Clips);
        MetricsDocument.Create(result, leaks, transductive).Write(context.OutputPath(MetricsFile));
        context.Summary = $"{Quantity.Of(result.ClipCount, "test clip")} in {Quantity.Of(data.Folds.Count, "fold")}";
        return Task.CompletedTask;
    }

    private EvaluationResult Judge(
        FoldData data, IReadOnlyList<Prediction> predictions, IReadOnlyList<PredictedFold> calibrated, StageContext context)
    {
        List<ClipGrouping> groupings =
        [
            .. (Options.Groups ?? []).Select(group => ClipGrouping.Of(group, [.. predictions.Select(static clip => clip.Values)])),
        ];
        var numbers = data.Targets is null
            ? null
            : RegressionEvaluator.Evaluate(data.TargetNames, predictions, Options.Seed) with
            {
                Groups = GroupEvaluator.EvaluateNumbers(data.TargetNames, predictions, groupings, Options.Seed),
            };
        if (numbers is not null && data.Labels.Count == 0)
        {
            return numbers;
        }

        var result = Evaluator.Evaluate(data.Labels, predictions, Options.Seed) with
        {
            Numbers = numbers,
            Answered = Options.RejectBelow is { } threshold ? AnsweredScore.Measure(predictions, threshold, Options.Seed) : null,
            Groups = GroupEvaluator.Evaluate(data.Labels, predictions, groupings, Options.Seed),
            Confidence = calibrated.Count == 0 ? null : Judge(data, predictions, calibrated, groupings),
        };
        result = result with { Metrics = [.. result.Metrics, .. VoteEvaluation.Measure(data.Labels, predictions)?.Metrics() ?? []] };
        ConfusionTable.Write(context.OutputPath(ConfusionFile), result.Confusion);
        return result;
    }

    private ConfidenceScore Judge(
        FoldData data, IReadOnlyList<Prediction> predictions, IReadOnlyList<PredictedFold> calibrated, IReadOnlyList<ClipGrouping> groupings)
    {
        var folds = new OrderedDictionary<string, ProbabilityCalibration>(
            calibrated.Select(static of => KeyValuePair.Create(of.Fold.Name, of.Calibration!)), StringComparer.Ordinal);
        var before = calibrated.ToDictionary(static of => of.Fold.Name, static of => of.Uncalibrated!, StringComparer.Ordinal);
        double[] uncalibrated =
        [
            .. predictions
                .GroupBy(static prediction => prediction.Fold, StringComparer.Ordinal)
                .SelectMany(fold => before.TryGetValue(fold.Key, out var rows)
                    ? rows.Cast<float>()
                    : fold.SelectMany(static prediction => prediction.Probabilities))
                .Select(static p => (double)p),
        ];
        return ConfidenceEvaluator.Evaluate(data.Labels, predictions, uncalibrated, folds, Options.Seed, groupings);
    }

    private static Prediction Describe(FoldData data, SplitFold fold, int clip, float[,] outputs, int row)
    {
        var scores = new float[data.Labels.Count];
        var best = 0;
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] = outputs[row, k];
            best = scores[k] > scores[best] ? k : best;
        }

        var known = data.Clips[clip];
        var label = data.LabelOf(fold, clip);
        return new Prediction(known.Path, fold.Name, known.Speaker, known.Text, label, scores.Length == 0 ? "" : data.Labels[best], scores)
        {
            Digest = known.Digest,
            TrueNumbers = data.Targets is { } targets ? targets.Of(clip).ToArray() : [],
            Numbers = [.. Enumerable.Range(scores.Length, data.TargetNames.Count).Select(k => outputs[row, k])],
            Values = known.Values,
        };
    }

    /// <summary>Outputs of a fold's model for its test clips.</summary>
    private sealed record PredictedFold(SplitFold Fold, float[,] Outputs)
    {
        public ProbabilityCalibration? Calibration { get; init; }

        public float[,]? Uncalibrated { get; init; }
    }
}
