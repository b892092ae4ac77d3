using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Classifiers.Ensembles;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Training;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Configuration;

/// <summary>One experiment: a question, and everything that decides its answer. The file <c>experiments/NAME.yaml</c>.</summary>
[OutsideFingerprint("carries the options of all stages; what a stage reads is in its options record")]
public sealed record ExperimentOptions : IValidatedOptions
{
    /// <summary>Name of the experiment, equal to the file's name without <c>.yaml</c>.</summary>
    [JsonPropertyName("name"), MinLength(1), NotAParameter("Names the results and changes none.")]
    public required string Name { get; init; }

    /// <summary>The question asked, from the comment that opens the file; empty when there is none.</summary>
    [JsonIgnore]
    public string Question { get; init; } = "";

    /// <summary>Seed of everything random: split, first weights, shuffling, dropout. Default 0.</summary>
    [JsonPropertyName("seed")]
    public ulong Seed { get; init; }

    /// <summary>Corpus, by name.</summary>
    [JsonPropertyName("dataset")]
    public required DatasetReference Dataset { get; init; }

    /// <summary>
    /// Columns of numbers to predict in place of the label, such as arousal and valence. Default null: the label is predicted.
    /// </summary>
    [JsonPropertyName("targets"), MinLength(1), OneOrMany]
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>
    /// Label, columns of numbers, or both, that one network predicts at once, each with its loss and weight. Default null: the label, or
    /// targets.
    /// </summary>
    [JsonPropertyName("heads"), MinLength(1), ParameterIfGiven]
    public IReadOnlyDictionary<string, HeadOptions>? Heads { get; init; }

    /// <summary>Label and numbers that are predicted.</summary>
    [JsonIgnore]
    internal PredictedColumns Predicted => PredictedColumns.Of(Targets, Heads, Bins);

    /// <summary>
    /// Ranges of a column of numbers that are the label, with edges that are stated or lie between equally many training clips of each fold.
    /// Default null: the label of the corpus.
    /// </summary>
    [JsonPropertyName("bins"), ParameterIfGiven]
    public BinnedNumberOptions? Bins { get; init; }

    /// <summary>
    /// Column of numbers above 0 by which clips weigh in the loss of a network or the training of a classifier, such as <c>agreement</c>
    /// where labels are of votes. Default null: all alike.
    /// </summary>
    [JsonPropertyName("weight_by")]
    public string? WeightBy { get; init; }

    /// <summary>Features of each clip. Default: 40 MFCCs a frame at 22050 Hz.</summary>
    [JsonPropertyName("features")]
    public FeatureOptions Features { get; init; } = new();

    /// <summary>Which clips train, validate and test.</summary>
    [JsonPropertyName("split")]
    public required SplitOptions Split { get; init; }

    /// <summary>
    /// By whose mean and standard deviation features are shifted and scaled, the same for networks and classifiers. Default train.
    /// </summary>
    [JsonPropertyName("normalization")]
    public FeatureNormalization Normalization { get; init; } = FeatureNormalization.Train;

    /// <summary>
    /// Altered copies of the recordings of the training clips, as if other voices had spoken them in other rooms; never of clips that are
    /// validated on. Default null: none.
    /// </summary>
    [JsonPropertyName("augmentation")]
    public WaveformAugmentationOptions? Augmentation { get; init; }

    /// <summary>
    /// Layers of the network from the input on; the output layer follows from the labels. Exactly one of model, classifier and ensemble is
    /// given. Default null.
    /// </summary>
    [JsonPropertyName("model"), MinLength(1)]
    public IReadOnlyList<LayerOptions>? Model { get; init; }

    /// <summary>Training of the network; only with model. Default: Adam, 40 epochs.</summary>
    [JsonPropertyName("training")]
    public TrainingOptions? Training { get; init; }

    /// <summary>
    /// A classical classifier in place of a network, chosen among candidates on folds within the training side. Default null.
    /// </summary>
    [JsonPropertyName("classifier")]
    public ClassifierChoiceOptions? Classifier { get; init; }

    /// <summary>
    /// Other experiments whose predictions are combined, in place of a network or classifier of its own. Default null.
    /// </summary>
    [JsonPropertyName("ensemble"), ParameterIfGiven]
    public EnsembleOptions? Ensemble { get; init; }

    /// <summary>
    /// Calibration of the probabilities, fitted on clips held out of the training (the validation partition of a network, inner folds of a
    /// classifier): none, temperature, vector. Default null: temperature for linear_discriminant, whose probabilities are far too sure, none
    /// otherwise.
    /// </summary>
    [JsonPropertyName("calibration")]
    public CalibrationMethod? Calibration { get; init; }

    /// <summary>Additions to the metrics of all test clips. Default null: none.</summary>
    [JsonPropertyName("evaluate"), ParameterIfGiven]
    public EvaluationOptions? Evaluate { get; init; }

    /// <summary>
    /// Probability of the most probable label below which predict and serve give no answer, as the report evaluates it on the test clips.
    /// Default null: every clip is answered.
    /// </summary>
    [JsonPropertyName("reject_below"), ParameterIfGiven, Range(0.0, 1.0)]
    public double? RejectBelow { get; init; }

    /// <summary>Figures that others published, shown beside the metrics as other people's. Default null: none.</summary>
    [JsonPropertyName("references"), ParameterIfGiven, MinLength(1)]
    public IReadOnlyList<ReferenceOptions>? References { get; init; }

    /// <summary>Engine that computes the training. Default: the managed engine, which gives the same bits on every machine.</summary>
    [JsonPropertyName("engine")]
    public EngineOptions Engine { get; init; } = new();

    /// <summary>Clips that the pages show. Default: one typical clip for each label.</summary>
    [JsonPropertyName("explore")]
    public ExploreOptions Explore { get; init; } = new();

    /// <summary>Tests of the trained model that the report shows too. Default null: none.</summary>
    [JsonPropertyName("report"), ParameterIfGiven]
    public ReportPartsOptions? Report { get; init; }

    /// <summary>
    /// Conditions that the stage stress plays the test recordings under, by name, such as noise_20db, and presets: usual, audeering. Default
    /// null: the preset usual.
    /// </summary>
    [JsonPropertyName("stress"), ParameterIfGiven]
    public IReadOnlyDictionary<string, StressOptions>? Stress { get; init; }

    /// <summary>Seeds to repeat the experiment with, for the mean and standard deviation over them. Default null: only seed.</summary>
    [JsonPropertyName("seeds"), MinLength(1), NotAParameter("Members of a sweep carry their own seed.")]
    public IReadOnlyList<ulong>? Seeds { get; init; }

    /// <summary>Variants of this experiment. Default null: none.</summary>
    [JsonPropertyName("sweep"), NotAParameter("Members of a sweep carry their own values.")]
    public SweepOptions? Sweep { get; init; }

    /// <summary>Records in MLflow beyond the results. Default: system metrics, no registration.</summary>
    [JsonPropertyName("tracking"), NotAParameter("Says what is recorded about a result and changes none.")]
    public TrackingOptions Tracking { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate() =>
    [
        .. ModelProblems(),
        .. FeatureProblems(),
        .. SplitProblems(),
        .. TargetProblems(),
        .. LabelProblems(),
        .. SweepProblems(),
        .. StressProblems(),
        .. ReferenceProblems(),
    ];

    private IEnumerable<OptionProblem> ModelProblems()
    {
        if (Model is null && Classifier is null && Ensemble is null)
        {
            yield return new OptionProblem(
                "model",
                "is missing, and classifier and ensemble as well, expected one of the three. Add 'model: [lstm: {units: 128}]' or "
                    + "'classifier: {candidates: [rbf_svm: {}]}'.");
        }
        else if (Ensemble is not null)
        {
            foreach (var problem in EnsembleProblems(Ensemble))
            {
                yield return problem;
            }
        }
        else if (Model is not null && Classifier is not null)
        {
            yield return new OptionProblem(
                "classifier", "is given beside model, expected one of the two. Remove it, or set model and training to null.");
        }
        else if (Classifier is not null && Training is not null)
        {
            yield return new OptionProblem(
                "training",
                "is given, expected only with model: a classifier has its settings in its candidates. Remove it or set it to null.");
        }

        if (WeightBy is not null && Ensemble is null && (Targets is not null || Heads is not null || Bins is not null))
        {
            yield return new OptionProblem(
                "weight_by",
                "is given beside targets, heads or bins, expected only where the label of the corpus is predicted. Remove it.");
        }

        if (Classifier is not null && Engine.Name != ManagedEngine.EngineName)
        {
            yield return new OptionProblem(
                "engine.name",
                $"is '{Engine.Name}', expected managed with classifier: engines train networks. Remove engine.");
        }
    }

    private IEnumerable<OptionProblem> FeatureProblems()
    {
        if (Classifier is not null && Ensemble is null && !Features.HasOneRow)
        {
            yield return new OptionProblem(
                "features.summary",
                "is none, expected functionals, mean or mean_std with classifier: a classifier reads one row a clip. Set it.");
        }

        if (Normalization == FeatureNormalization.Clip && Features.Set is { IsRow: true } set)
        {
            yield return new OptionProblem(
                "normalization",
                $"is clip, but features.set {set.Name} makes one row of a clip and leaves no frames to normalise, expected train, speaker or "
                    + "none. Set it.");
        }

        if (Classifier is { GroupBy: InnerGrouping.Voice } && Augmentation is not { Voice: VoiceDraw.EachCopy })
        {
            yield return new OptionProblem(
                "classifier.group_by",
                $"is voice, but {(Augmentation is null ? "there is no augmentation" : "augmentation.voice is each_clip")}, expected "
                    + $"copies that are other speakers, for those are the voices held out. Set 'augmentation: {{voice: each_copy}}' or "
                    + $"group by something else.");
        }
    }

    private IEnumerable<OptionProblem> SplitProblems()
    {
        if (Split is { ChooseOn.Count: > 0 } && (Classifier is null || Predicted is { Targets.Count: > 0 } or { Bins: not null }))
        {
            yield return new OptionProblem(
                "split.choose_on",
                $"is given {(Classifier is null ? "without classifier" : "beside targets or bins")}, expected it with candidates that "
                    + "predict the label of the corpus. Remove it.");
        }

        if (Split is { ChooseOn.Count: > 0 } && Classifier?.GroupBy is not null)
        {
            yield return new OptionProblem(
                "classifier.group_by",
                "is given beside split.choose_on, expected one of the two: candidates are evaluated on whole corpora. Remove one.");
        }

        if (Split is { TrainClips: not null, Validation: > 0 } && Classifier is not null)
        {
            yield return new OptionProblem(
                "split.train_clips",
                "is given, but a classifier trains on the validation partition as well, expected split.validation: 0 beside it. Set that.");
        }
    }

    private IEnumerable<OptionProblem> StressProblems() => Stress is null
        ? []
        : StressCondition.Validate(Stress).Select(static problem =>
            new OptionProblem(problem.Key.Length == 0 ? "stress" : $"stress.{problem.Key}", problem.Message));

    private IEnumerable<OptionProblem> ReferenceProblems()
    {
        foreach (var (i, reference) in (References ?? []).Index())
        {
            if (!Predicted.HasLabel && !reference.IsOfNumbers)
            {
                yield return new OptionProblem(
                    FormattableString.Invariant($"references.{i}.metric"),
                    $"is {reference.Metric}, which is of labels, but numbers are predicted. State ccc, pearson, mae or rmse.");
            }
            else if (Predicted.Targets.Count == 0 && reference.IsOfNumbers)
            {
                yield return new OptionProblem(
                    FormattableString.Invariant($"references.{i}.metric"),
                    $"is {reference.Metric}, which is of numbers, but labels are predicted. State uar, accuracy or another metric of labels.");
            }
        }
    }

    private IEnumerable<OptionProblem> EnsembleProblems(EnsembleOptions ensemble)
    {
        (string Key, bool IsGiven)[] own =
        [
            ("model", Model is not null),
            ("training", Training is not null),
            ("classifier", Classifier is not null),
            ("augmentation", Augmentation is not null),
            ("calibration", Calibration is not null),
            ("weight_by", WeightBy is not null),
            ("heads", Heads is not null),
            ("bins", Bins is not null),
            ("stress", Stress is not null),
            ("report", Report is not null),
            ("seeds", Seeds is not null),
            ("sweep", Sweep is not null),
        ];
        foreach (var (key, _) in own.Where(static key => key.IsGiven))
        {
            yield return new OptionProblem(
                key,
                "is given beside ensemble, expected in the members, which are trained by their own files. Remove it or set it to null.");
        }

        if (Targets is not null && ensemble.By != FusionRule.Mean)
        {
            yield return new OptionProblem(
                "ensemble.by", $"is {YamlName.Of(ensemble.By)}, expected mean with targets: numbers are averaged. Set it.");
        }
    }

    private IEnumerable<OptionProblem> SweepProblems()
    {
        var key = Sweep?.Tpe is null ? "sweep.halving" : "sweep.tpe";
        if (Sweep?.Search?.Objective is { } objective && SearchObjective.IsInner(objective) == Classifier is null)
        {
            yield return new OptionProblem(
                $"{key}.objective",
                Classifier is null
                    ? $"is {objective}, which classifiers have, expected a metric of the validation clips. Use validation_uar."
                    : $"is {objective}, which networks have, expected inner_uar, or inner_ccc of targets. Use one of them.");
        }

        var others = Sweep?.Search?.Keys.Keys
            .Where(static name => name.Split('.')[0] is "dataset" or "split" or "targets" or "heads" or "bins");
        foreach (var name in others ?? [])
        {
            yield return new OptionProblem(
                $"{key}.keys",
                $"has {name}, expected settings: trials on other clips or for other labels cannot be compared. Remove it, and search in "
                    + "each alone.");
        }

        if (Sweep?.Halving is { } halving && YamlOptions.IsEffort<ExperimentOptions>(halving.By) == false)
        {
            yield return new OptionProblem(
                "sweep.halving.by",
                $"is {halving.By}, expected a whole number that says how much training is done, of which each round gives more. Use "
                    + "training.epochs, split.train_clips, or rounds or trees of a candidate, and search over the other among keys.");
        }
        else if (Sweep?.Halving is { By: var by } && by.Split('.')[0] == (Classifier is null ? "classifier" : "training"))
        {
            yield return new OptionProblem(
                "sweep.halving.by",
                Classifier is null
                    ? $"is {by}, which classifiers have, expected effort of a network. Use training.epochs or split.train_clips."
                    : $"is {by}, which networks have, expected effort of a classifier. Use split.train_clips, or rounds or trees of a "
                        + "candidate, such as classifier.candidates.0.random_forest.trees.");
        }

        if (Sweep?.Search is not null && Classifier is null && Split is { Validation: 0 })
        {
            yield return new OptionProblem(
                "split.validation", $"is 0, expected more with {key}: a search goes by the validation clips. Raise it.");
        }

        if (Seeds is not null && Sweep is { Grid: { } grid } && grid.ContainsKey("seed"))
        {
            yield return new OptionProblem("seeds", "is given, but sweep.grid sets seed as well. Remove one of the two.");
        }
    }

    private IEnumerable<OptionProblem> TargetProblems()
    {
        var twice = Targets?.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static same => same.Skip(1).Any())?.Key;
        if (twice is not null)
        {
            yield return new OptionProblem("targets", $"names {twice} twice, expected each column once. Remove one.");
        }

        foreach (var problem in HeadProblems())
        {
            yield return problem;
        }

        if (Bins is not null && (Targets is not null || Heads is not null))
        {
            yield return new OptionProblem(
                "bins",
                $"is given beside {(Heads is null ? "targets" : "heads")}, expected it alone: it makes the label. Remove one of the two.");
        }

        foreach (var (i, candidate) in (Classifier?.Candidates ?? []).Index())
        {
            if (Targets is null ? !candidate.PredictsClasses : !candidate.PredictsTargets)
            {
                var rule = Targets is null
                    ? "predicts numbers, expected a classifier without targets. State targets, or use another candidate."
                    : "tells labels apart, expected a candidate for numbers with targets. Use ridge, rbf_svr or random_forest.";
                yield return new OptionProblem(
                    FormattableString.Invariant($"classifier.candidates.{i}"), $"is {candidate.ToYaml()}, which {rule}");
            }
        }

        // test_ccc_low is the lower end of the interval of test_ccc, test_ccc_fold_1 its value in a fold.
        if (Predicted.Targets.FirstOrDefault(static name =>
            name is "low" or "high" || name.StartsWith("fold_", StringComparison.Ordinal)) is { } taken)
        {
            yield return new OptionProblem(
                Targets is null ? "heads" : "targets",
                $"is '{taken}', expected another name than low, high or one that begins with fold_, for names of metrics end so. "
                    + "Rename the column in the description of the corpus.");
        }
    }

    /// <summary>Keys of labels, which numbers and heads have none of.</summary>
    private IEnumerable<OptionProblem> LabelProblems()
    {
        if (Heads is not null && Calibration is (CalibrationMethod.Temperature or CalibrationMethod.Vector))
        {
            yield return new OptionProblem("calibration", "is given beside heads, expected a label alone. Leave it out.");
        }

        if (Targets is not null && Calibration is (CalibrationMethod.Temperature or CalibrationMethod.Vector))
        {
            yield return new OptionProblem("calibration", "is of probabilities, but numbers are predicted. Leave it out.");
        }

        if (RejectBelow is not null && !Predicted.HasLabel)
        {
            yield return new OptionProblem("reject_below", "is of probabilities, but numbers are predicted. Leave it out.");
        }

        if (Targets is not null && Classifier is { Sampling: not RowSampling.None })
        {
            yield return new OptionProblem("classifier.sampling", "is of classes, but numbers are predicted. Leave it out.");
        }

        if (Targets is not null && Classifier?.Choose == CandidateRule.Simplest)
        {
            yield return new OptionProblem(
                "classifier.choose", "is simplest, which compares recalls of classes, but numbers are predicted. Leave it out.");
        }

        if (!Predicted.HasLabel && Sweep is { Cross: true })
        {
            yield return new OptionProblem(
                "sweep.cross", "is given beside targets, expected labels: it compares UAR. Remove one of the two.");
        }

        if (Bins is not null && Sweep is { Cross: true })
        {
            yield return new OptionProblem("sweep.cross", "is given beside bins, expected labels of the corpora. Remove one of the two.");
        }
    }

    private IEnumerable<OptionProblem> HeadProblems()
    {
        if (Heads is null)
        {
            yield break;
        }

        if (Heads.Count == 0)
        {
            yield return new OptionProblem("heads", "is empty, expected the label, numbers or both. Name what is predicted, or remove it.");
        }

        if (Targets is not null)
        {
            yield return new OptionProblem("heads", "is given beside targets, expected one of the two. Make a head of each target.");
        }

        if (Model is null)
        {
            yield return new OptionProblem("heads", "is given without model: a classifier predicts one thing. Use a network, or targets.");
        }

        foreach (var (name, head) in Heads)
        {
            var isLabel = name == PredictedColumns.Label;
            if (head.LossOf(isLabel).IsForTargets == isLabel)
            {
                var rule = isLabel ? "for numbers, expected cross_entropy or focal" : "for classes, expected ccc, mse, mae, huber or mixed";
                yield return new OptionProblem($"heads.{name}.loss", $"is {head.LossOf(isLabel).Kind}, which is {rule}. Use one of these.");
            }

            if (!isLabel && head.Missing.Count > 0)
            {
                yield return new OptionProblem(
                    $"heads.{name}.missing", $"is given, expected only of the head label. Texts that mean no number are columns.{name}.missing in "
                        + "the description of the corpus.");
            }
        }
    }
}
