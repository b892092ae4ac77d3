using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Normalization;
using Bakeoff.Evaluation.Results;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Experiments.Split;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pictures;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Stress;

/// <summary>Everything that <see cref="StressStage"/> reads of an experiment.</summary>
public sealed record StressStageOptions
{
    /// <summary>Name of the experiment.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Names and limits of the conditions that this machine can make; presets are written out.</summary>
    [JsonPropertyName("stress")]
    public required IReadOnlyList<StressLimits> Conditions { get; init; }

    /// <summary>Conditions that this machine cannot make, each with the reason.</summary>
    [JsonPropertyName("left_out")]
    public required IReadOnlyDictionary<string, string> LeftOut { get; init; }

    /// <summary>Normalisation of the features.</summary>
    [JsonPropertyName("normalization")]
    public required FeatureNormalization Normalization { get; init; }

    /// <summary>Seed of the experiment; intervals are drawn from it.</summary>
    [JsonPropertyName("seed")]
    public required ulong Seed { get; init; }

    /// <summary>Takes what the stage reads from an experiment.</summary>
    internal static StressStageOptions From(ExperimentSetup setup) =>
        new()
        {
            Name = setup.Experiment.Name,
            Conditions = [.. StressConditions.Possible(setup.Options.Stress).Select(StressLimits.Of)],
            LeftOut = StressConditions
                .LeftOut(setup.Options.Stress)
                .ToDictionary(static left => left.Condition, static left => left.Reason, StringComparer.Ordinal),
            Normalization = setup.Options.Normalization,
            Seed = setup.Options.Seed,
        };
}

/// <summary>Place of a condition on its curve, and its limits.</summary>
public sealed record StressLimits
{
    /// <summary>Name of the condition.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Conditions with the same words are points of one curve.</summary>
    [JsonPropertyName("curve")]
    public required string Curve { get; init; }

    /// <summary>Unit of <see cref="At"/>; empty where there is none.</summary>
    [JsonPropertyName("unit")]
    public required string Unit { get; init; }

    /// <summary>Place on the curve.</summary>
    [JsonPropertyName("at")]
    public required int At { get; init; }

    /// <summary>Largest drop of the metric that is allowed; null for any.</summary>
    [JsonPropertyName("max_drop")]
    public double? MaxDrop { get; init; }

    /// <summary>Least share of unchanged predictions that is allowed; null for any.</summary>
    [JsonPropertyName("min_unchanged")]
    public double? MinUnchanged { get; init; }

    /// <summary>Takes a condition.</summary>
    internal static StressLimits Of(StressCondition condition) =>
        new()
        {
            Name = condition.Name,
            Curve = condition.Form.Words,
            Unit = condition.Form.Unit,
            At = condition.Number,
            MaxDrop = condition.Options.MaxDrop,
            MinUnchanged = condition.Options.MinUnchanged,
        };
}

/// <summary>
/// Tests each fold's model on altered copies of its test clips: <c>stress.json</c>, <c>stress.html</c> and pictures.
/// </summary>
public sealed class StressStage : Stage<StressStageOptions>
{
    /// <summary>The results.</summary>
    public const string ResultsFile = "stress.json";

    /// <summary>The page.</summary>
    public const string PageFile = "stress.html";

    private const string PicturesFolder = "stress-pictures";

    private readonly WorkerPool _pool;

    /// <summary>Creates the stage.</summary>
    public StressStage(ExperimentSetup setup)
        : base(
            Definition with
            {
                Inputs =
                [
                    .. Definition.Inputs,
                    .. StressConditions.Possible(setup.Options.Stress).Select(static condition => AlterStage.NameOf(condition.Name)),
                ],
            },
            StressStageOptions.From(setup))
    {
        _pool = setup.Pool;
    }

    /// <summary>Name, sentence and inputs; a stage of its own for each condition comes to them.</summary>
    public static StageDefinition Definition { get; } = new(
        StageNames.Stress,
        "Tests the model on altered copies of the test clips.",
        [StageNames.Index, StageNames.Split, StageNames.Train, StageNames.Evaluate],
        static setup => new StressStage(setup));

    /// <summary>True for a stage that computes the features of one of its conditions.</summary>
    /// <param name="stage">Name of a stage.</param>
    public static bool IsCondition(string stage) =>
        stage is not null && stage.StartsWith(AlterStage.NameOf(""), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Options.Conditions.Count == 0)
        {
            throw new StageFailedException(StageNames.Stress, new ErrorDetails("no condition of this experiment can be made on this machine")
            {
                NextStep = $"{string.Join("; ", Options.LeftOut.Select(static left => $"{left.Key}: {left.Value}"))}.",
            });
        }

        var (labels, targets, before) = PredictionTable.Read(
            Path.Combine(context.InputFolder(StageNames.Evaluate), EvaluateStage.PredictionsFile));
        var after = Predict(context, labels, before, cancellationToken);
        var threads = new ParallelOptions { MaxDegreeOfParallelism = _pool.ThreadCount, CancellationToken = cancellationToken };
        var scores = new StressScore[Options.Conditions.Count];
        Parallel.For(0, scores.Length, threads, i => scores[i] = StressScore.Measure(labels, targets, before, after[i], Options.Seed));
        var document = Describe(scores);
        document.Write(context.OutputPath(ResultsFile));
        var report = StressReportText.Describe(Options.Name, document);
        var page = StressReportPage.Render(report);
        await File.WriteAllTextAsync(context.OutputPath(PageFile), page, cancellationToken).ConfigureAwait(false);
        ChartFiles.Write(StressCharts.Create(report), context.OutputPath(PicturesFolder), threads);
        context.Summary = $"{Quantity.Of(Options.Conditions.Count, "condition")}, "
            + (document.Checks == 0 ? "no limits" : $"{document.Failed.Count} of {Quantity.Of(document.Checks, "check")} failed");
    }

    private StressDocument Describe(StressScore[] scores) =>
        new()
        {
            Metric = scores[0].Metric,
            Value = scores[0].Value.Value + scores[0].Drop.Value,
            Clips = scores[0].Clips,
            Unit = scores[0].Unit,
            LeftOut = Options.LeftOut,
            Conditions =
            [
                .. Options.Conditions.Zip(scores, static (limits, score) => new StressEntry
                {
                    Name = limits.Name,
                    Curve = limits.Curve,
                    Unit = limits.Unit,
                    At = limits.At,
                    Value = StressFigure.Of(score.Value),
                    Drop = StressFigure.Of(score.Drop),
                    Unchanged = StressFigure.Of(score.Unchanged),
                    IsIdentical = score.IsIdentical,
                    MaxDrop = limits.MaxDrop,
                    MinUnchanged = limits.MinUnchanged,
                }),
            ],
        };

    // Features stay in their files.
    private List<Prediction>[] Predict(
        StageContext context, IReadOnlyList<string> labels, IReadOnlyList<Prediction> before, CancellationToken cancellationToken)
    {
        var clips = IndexFiles.ReadClips(context.InputFolder(StageNames.Index));
        var folds = SplitTable.Read(Path.Combine(context.InputFolder(StageNames.Split), SplitStage.SplitFile), clips);
        var rows = AlterStage.TestSide(folds).Index().ToDictionary(static clip => clip.Item, static clip => clip.Index);
        List<Prediction>[] after = [.. Options.Conditions.Select(_ => new List<Prediction>(before.Count))];
        foreach (var (fold, model) in FoldModels.Load(context.InputFolder(StageNames.Train), folds))
        {
            var tested = fold.IndicesOf(Partition.Test);
            foreach (var (i, condition) in Options.Conditions.Index())
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var features = FeatureFiles.Open(context.InputFolder(AlterStage.NameOf(condition.Name)));
                string[] speakers = Array.ConvertAll(tested, clip => clips[clip].Speaker);
                var versions = 1 + (model.TestTime?.Copies ?? 0);
                var outputs = model.PredictMean(
                    [
                        .. Enumerable.Range(0, versions).Select(version => Normalize(
                            features.Clips.Select(Array.ConvertAll(tested, clip => (rows[clip] * versions) + version)), speakers)),
                    ],
                    _pool);
                features.RequireUnchanged();
                ChangedPrediction.Append(after[i], before, labels, outputs);
            }
        }

        return after;
    }

    private SequenceSet Normalize(SequenceSet clips, string[] speakers) =>
        Options.Normalization == FeatureNormalization.Speaker ? SpeakerNormalizer.Apply(clips, speakers) : clips;
}
