using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Evaluation.Results;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Importance;

/// <summary>Everything that <see cref="ImportanceStage"/> reads of an experiment.</summary>
public sealed record ImportanceOptions
{
    /// <summary>Name of the experiment.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The <c>features</c> section, which names the columns.</summary>
    [JsonPropertyName("features")]
    public required FeatureOptions Features { get; init; }

    /// <summary>Normalisation of the features.</summary>
    [JsonPropertyName("normalization")]
    public required FeatureNormalization Normalization { get; init; }

    /// <summary>Seed of the experiment; the stream <c>importance</c> is drawn from it.</summary>
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
}

/// <summary>
/// Shuffles each group of features among the test clips of a fold and predicts again: <c>importance.json</c>, <c>importance.html</c>.
/// </summary>
/// <remarks>
/// Permutation importance: L. Breiman, Random forests, Machine Learning 45 (2001). A clip takes the group's values of another clip; where
/// features are frames, of those at the same share of its length. Memory: the test clips of one fold, twice.
/// </remarks>
public sealed class ImportanceStage : Stage<ImportanceOptions>
{
    /// <summary>The results.</summary>
    public const string ResultsFile = "importance.json";

    /// <summary>The page.</summary>
    public const string PageFile = "importance.html";

    private const int Repeats = 5;

    private readonly WorkerPool _pool;

    /// <summary>Creates the stage.</summary>
    public ImportanceStage(ExperimentSetup setup)
        : base(Definition, new ImportanceOptions
        {
            Name = setup.Experiment.Name,
            Features = setup.Options.Features,
            Normalization = setup.Options.Normalization,
            Seed = setup.Options.Seed,
            Targets = setup.Options.Targets,
            Bins = setup.Options.Bins,
            Heads = setup.Options.Heads,
        })
    {
        _pool = setup.Pool;
    }

    /// <summary>Name, sentence and inputs.</summary>
    public static StageDefinition Definition { get; } = new(
        StageNames.Importance,
        "Measures what each group of features is worth to the model, on the test clips.",
        [StageNames.Index, StageNames.Featurize, StageNames.Split, StageNames.Train, StageNames.Evaluate],
        static setup => new ImportanceStage(setup));

    /// <inheritdoc/>
    public override async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (labels, targets, before) = PredictionTable.Read(
            Path.Combine(context.InputFolder(StageNames.Evaluate), EvaluateStage.PredictionsFile));
        var groups = FeatureGroups.Of(Options.Features);
        if (groups.Count < 2)
        {
            throw new StageFailedException(StageNames.Importance, new ErrorDetails("the features are one group: {value}")
            {
                Value = groups.Count == 0 ? "none" : groups[0].Name,
                Rule = "two kinds of features or more, to tell what each is worth",
                NextStep = "Add a kind to features.kind, or look at single clips with explain-clip.",
            });
        }

        var after = Predict(context, (labels, before), groups, cancellationToken);
        var document = Describe((labels, targets, before), groups, after);
        document.Write(context.OutputPath(ResultsFile));
        var page = ImportanceReportPage.Render(ImportanceWords.Describe(Options.Name, document));
        await File.WriteAllTextAsync(context.OutputPath(PageFile), page, cancellationToken).ConfigureAwait(false);
        context.Summary = $"{Quantity.Of(groups.Count, "group")} of features, each shuffled {Repeats} times";
    }

    private ImportanceDocument Describe(
        (IReadOnlyList<string> Labels, IReadOnlyList<string> Targets, IReadOnlyList<Prediction> Clips) before,
        IReadOnlyList<FeatureGroup> groups,
        List<Prediction>[][] after)
    {
        var comparisons = new PairedComparison[groups.Count];
        Parallel.For(0, comparisons.Length, new ParallelOptions { MaxDegreeOfParallelism = _pool.ThreadCount }, i =>
            comparisons[i] = before.Labels.Count > 0
                ? PairedComparison.Compare(before.Labels, after[i], [before.Clips], Options.Seed)
                : PairedComparison.CompareNumbers(before.Targets.Count, after[i], [before.Clips], Options.Seed));
        var whole = StressScore.Measure(before.Labels, before.Targets, before.Clips, before.Clips, Options.Seed);
        return new ImportanceDocument
        {
            Metric = whole.Metric,
            Value = whole.Value.Value,
            Clips = whole.Clips,
            Repeats = Repeats,
            Unit = whole.Unit,
            Groups =
            [
                .. groups
                    .Zip(comparisons, static (group, found) => new GroupImportance(
                        group.Name, group.Columns.Count, found.Difference, found.Interval.Low, found.Interval.High))
                    .OrderByDescending(static group => group.Drop),
            ],
        };
    }

    // [groups][repeats], each the predictions of all folds in the order of predictions.csv.
    private List<Prediction>[][] Predict(
        StageContext context,
        (IReadOnlyList<string> Labels, IReadOnlyList<Prediction> Clips) before,
        IReadOnlyList<FeatureGroup> groups,
        CancellationToken cancellationToken)
    {
        using var data = FoldData.Read(
            context.InputFolder, Options.Normalization, PredictedColumns.Of(Options.Targets, Options.Heads, Options.Bins));
        List<Prediction>[][] after =
        [
            .. groups.Select(_ => Enumerable.Range(0, Repeats).Select(_ => new List<Prediction>(before.Clips.Count)).ToArray()),
        ];
        foreach (var (fold, model) in FoldModels.Load(context.InputFolder(StageNames.Train), data.Folds))
        {
            var versions = data.Versions(model, fold.IndicesOf(Partition.Test));
            foreach (var (i, group) in groups.Index())
            {
                for (var repeat = 0; repeat < Repeats; repeat++)
                {
                    cancellationToken.ThrowIfCancellationRequested();

                    // Each version draws the same donors.
                    var shuffled = versions.Select(clips => Shuffle(clips, group, RandomOf(fold, group, repeat))).ToList();
                    var outputs = model.PredictMean(shuffled, _pool);
                    ChangedPrediction.Append(after[i][repeat], before.Clips, before.Labels, outputs);
                }

                context.Progress.Report(new StageProgress(i + 1, groups.Count, $"groups of fold {fold.Name}"));
            }
        }

        data.RequireUnchanged();
        return after;
    }

    private SeededRandom RandomOf(SplitFold fold, FeatureGroup group, int repeat) => new SeededRandom(Options.Seed, "importance")
        .Stream(fold.Name)
        .Stream(group.Name)
        .Stream(repeat.ToString(CultureInfo.InvariantCulture));

    private static SequenceSet Shuffle(SequenceSet clips, FeatureGroup group, SeededRandom random)
    {
        int[] donors = [.. Enumerable.Range(0, clips.ClipCount)];
        random.Shuffle<int>(donors);
        var values = new float[clips.TotalFrames * clips.FeatureCount];
        var offsets = new long[clips.ClipCount + 1];
        for (var clip = 0; clip < clips.ClipCount; clip++)
        {
            var (frames, width) = (clips.FrameCount(clip), clips.FeatureCount);
            offsets[clip + 1] = offsets[clip] + frames;
            var own = values.AsSpan((int)(offsets[clip] * width), frames * width);
            clips.Frames(clip).CopyTo(own);
            var other = clips.Frames(donors[clip]);
            var others = clips.FrameCount(donors[clip]);
            for (var frame = 0; frame < frames; frame++)
            {
                var from = (int)((long)frame * others / frames);
                foreach (var column in group.Columns)
                {
                    own[(frame * width) + column] = other[(from * width) + column];
                }
            }
        }

        return new SequenceSet(values, offsets, clips.FeatureCount);
    }
}
