using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Neural.Augmentation;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Optimizers;
using Bakeoff.Options;

namespace Bakeoff.Neural.Training;

/// <summary>Settings of a training, as written under <c>training:</c>.</summary>
public sealed record TrainingOptions : IValidatedOptions
{
    /// <summary>Update rule. Default adam.</summary>
    [AlsoCalled("optimiser", "opt")]
    [JsonPropertyName("optimizer")]
    public OptimizerOptions Optimizer { get; init; } = new AdamOptions();

    /// <summary>Loss that training minimises. Default cross_entropy.</summary>
    [JsonPropertyName("loss")]
    public LossOptions Loss { get; init; } = new CrossEntropyOptions();

    /// <summary>Step size before the schedule. Range above 0 to 10. Default 0.001.</summary>
    [AlsoCalled("lr", "eta", "step_size")]
    [JsonPropertyName("learning_rate")]
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Momentum of sgd; ignored by the others. Range 0 to below 1. Default 0.9.</summary>
    [JsonPropertyName("momentum")]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Decoupled weight decay of adamw, L2 term of sgd and rmsprop; not applied to
    /// biases and normalisation. Range 0..1. Default 0.</summary>
    [AlsoCalled("l2", "wd")]
    [JsonPropertyName("weight_decay")]
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; }

    /// <summary>Clips in one step; when larger than the data, one step holds all clips. Range 1..65536. Default 64.</summary>
    [AlsoCalled("batch", "bs", "minibatch_size")]
    [JsonPropertyName("batch_size")]
    [Range(1, 65536)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Passes over the training clips. Range 1..100000. Default 40.</summary>
    [AlsoCalled("n_epochs", "num_epochs", "max_epochs", "iterations")]
    [JsonPropertyName("epochs"), Effort]
    [Range(1, 100000)]
    public int Epochs { get; init; } = 40;

    /// <summary>Metric that selects the best epoch and stops training early. Default validation_uar.</summary>
    [AlsoCalled("monitor", "early_stopping")]
    [JsonPropertyName("stop_on")]
    public StopMetric StopOn { get; init; } = StopMetric.ValidationUar;

    /// <summary>Epochs without a better <c>stop_on</c> before training stops. Default null: never early. Range 1..100000.</summary>
    [JsonPropertyName("patience")]
    [Range(1, 100000)]
    public int? Patience { get; init; }

    /// <summary>True to keep the weights of the best epoch instead of the last. Default true.</summary>
    [JsonPropertyName("restore_best")]
    public bool RestoreBest { get; init; } = true;

    /// <summary>True to shift and scale each feature to mean 0 and standard deviation 1 over the training frames. Default true. In
    /// experiments it follows from <c>normalization</c>.</summary>
    [JsonIgnore]
    public bool Standardize { get; init; } = true;

    /// <summary>Weights of the classes in the loss: <c>none</c>, <c>balanced</c> (clips / (classes x clips of the class)), <c>square_root</c> (their
    /// roots), or <c>effective_number</c> ((1 - b) / (1 - b^clips of the class)); all with mean 1 over the clips. Default none.</summary>
    [AlsoCalled("class_weight")]
    [JsonPropertyName("class_weights")]
    public ClassWeighting ClassWeights { get; init; } = ClassWeighting.None;

    /// <summary>One positive loss weight per class, in the order of the labels; replaces <c>class_weights</c>. Default null: off.</summary>
    [JsonPropertyName("class_weight_values")]
    public IReadOnlyList<double>? ClassWeightValues { get; init; }

    /// <summary>The b of class weights by <c>effective_number</c>: near 1 they approach <c>balanced</c>, near 0 <c>none</c>. Above 0, below 1.
    /// Default 0.999.</summary>
    [JsonPropertyName("effective_number_beta"), ParameterIfGiven]
    public double EffectiveNumberBeta { get; init; } = 0.999;

    /// <summary>Clips of an epoch: <c>none</c> (every clip once); with equally many of each class in every batch <c>balanced</c> (as many as there
    /// are), <c>over</c> (as many of each class as the largest has) or <c>under</c> (as the smallest has). Default none.</summary>
    [AlsoCalled("sampler")]
    [JsonPropertyName("sampling"), ParameterIfGiven]
    public ClassSampling Sampling { get; init; } = ClassSampling.None;

    /// <summary>Factor of the logarithm of each class's share of the training clips, which is added to its score in the loss alone: at 1, scores come
    /// out as if all classes had the same size. Range 0..10. Default 0: off.</summary>
    [JsonPropertyName("logit_adjustment"), ParameterIfGiven]
    [Range(0.0, 10.0)]
    public double LogitAdjustment { get; init; }

    /// <summary>Share of each target spread evenly over all classes. Range 0 to below 1. Default 0.</summary>
    [JsonPropertyName("label_smoothing")]
    public double LabelSmoothing { get; init; }

    /// <summary>Largest Euclidean norm of all gradients together; larger ones are scaled down. Positive. Default null: off.</summary>
    [AlsoCalled("clipnorm", "max_grad_norm", "gradient_clipping")]
    [JsonPropertyName("clip_norm")]
    public double? ClipNorm { get; init; }

    /// <summary>Learning rate over the epochs. Default: constant.</summary>
    [AlsoCalled("scheduler", "lr_scheduler")]
    [JsonPropertyName("schedule")]
    public ScheduleOptions Schedule { get; init; } = new();

    /// <summary>Random changes to the training features of each epoch. Default null: off.</summary>
    [JsonPropertyName("augmentation")]
    public AugmentationOptions? Augmentation { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (!(LearningRate > 0 && LearningRate <= 10))
        {
            yield return Problem(
                "learning_rate",
                $"is {LearningRate}, expected above 0 and at most 10. The usual value for adam is 0.001.");
        }

        if (!(Momentum >= 0 && Momentum < 1))
        {
            yield return Problem("momentum", $"is {Momentum}, expected at least 0 and below 1. The usual value is 0.9.");
        }

        if (!(WeightDecay >= 0 && WeightDecay <= 1))
        {
            yield return Problem("weight_decay", $"is {WeightDecay}, expected 0 to 1. Use 0 to turn it off.");
        }

        if (WeightDecay > 0 && !Optimizer.HasWeightDecay)
        {
            yield return Problem("weight_decay", $"is {WeightDecay}, but optimizer {Optimizer.Kind} has no weight decay. Use adamw.");
        }

        foreach (var (key, value) in new[] { ("batch_size", BatchSize), ("epochs", Epochs), ("patience", Patience ?? 1) })
        {
            if (value < 1)
            {
                yield return Problem(key, $"is {value}, expected at least 1. Raise it.");
            }
        }

        if (!(LabelSmoothing >= 0 && LabelSmoothing < 1))
        {
            yield return Problem("label_smoothing", $"is {LabelSmoothing}, expected at least 0 and below 1. The usual value is 0.1.");
        }

        if (!(EffectiveNumberBeta > 0 && EffectiveNumberBeta < 1))
        {
            yield return Problem("effective_number_beta", $"is {EffectiveNumberBeta}, expected above 0 and below 1. The usual value is 0.999.");
        }

        if (!(LogitAdjustment is >= 0 and <= 10))
        {
            yield return Problem("logit_adjustment", $"is {LogitAdjustment}, expected 0 to 10. The usual value is 1.");
        }

        if (ClipNorm is { } norm && !(norm > 0 && double.IsFinite(norm)))
        {
            yield return Problem("clip_norm", $"is {norm}, expected above 0. Leave it out to turn clipping off.");
        }

        if (ClassWeightValues is { } weights && weights.Any(weight => !(weight > 0 && double.IsFinite(weight))))
        {
            yield return Problem("class_weight_values", $"has a weight that is not positive. Give one positive number per class.");
        }

        foreach (var problem in (OptionProblem[])[
            .. Below("optimizer." + Optimizer.Kind, Optimizer),
            .. Below("loss." + Loss.Kind, Loss),
            .. Below("schedule", Schedule),
            .. Below("augmentation", Augmentation)])
        {
            yield return problem;
        }
    }

    /// <summary>True if <see cref="StopOn"/> is a metric of the validation clips.</summary>
    [JsonIgnore]
    public bool LooksAtValidation => StopOn
        is StopMetric.ValidationUar or StopMetric.ValidationAccuracy or StopMetric.ValidationLoss or StopMetric.ValidationCcc;

    /// <summary>Settings that have no meaning for what the network predicts: those of classes for numbers, and the other way round.</summary>
    /// <param name="classes">True for a network that predicts classes.</param>
    /// <param name="targets">True for a network that predicts numbers.</param>
    public IEnumerable<OptionProblem> ValidateFor(bool classes, bool targets)
    {
        if (classes != targets && Loss.IsForTargets != targets)
        {
            yield return targets
                ? Problem("loss", $"is {Loss.Kind}, which is for classes, but numbers are predicted. Use ccc, mse, mae, huber or mixed.")
                : Problem("loss", $"is {Loss.Kind}, which is for numbers, but classes are predicted. Use cross_entropy or focal.");
        }

        var isOfClasses = StopOn
            is StopMetric.ValidationUar or StopMetric.ValidationAccuracy or StopMetric.TrainUar or StopMetric.TrainAccuracy;
        var isOfTargets = StopOn is StopMetric.ValidationCcc or StopMetric.TrainCcc;
        if ((isOfClasses && !classes) || (isOfTargets && !targets))
        {
            var name = YamlName.Of(StopOn);
            yield return isOfClasses
                ? Problem("stop_on", $"is {name}, which is of classes, but numbers are predicted. Use validation_ccc.")
                : Problem("stop_on", $"is {name}, which is of numbers, but classes are predicted. Use validation_uar.");
        }

        if (classes)
        {
            yield break;
        }

        (string Key, bool IsGiven)[] ofClasses =
        [
            ("class_weights", ClassWeights != ClassWeighting.None),
            ("class_weight_values", ClassWeightValues is not null),
            ("sampling", Sampling != ClassSampling.None),
            ("logit_adjustment", LogitAdjustment != 0),
            ("label_smoothing", LabelSmoothing != 0),
        ];
        foreach (var (key, _) in ofClasses.Where(static setting => setting.IsGiven))
        {
            yield return Problem(key, $"is of classes, but numbers are predicted. Leave it out.");
        }

        if (Loss.NeedsVariedTargets && BatchSize < 2)
        {
            yield return Problem(
                "batch_size", $"is {BatchSize}, expected at least 2 for loss {Loss.Kind}. CCC compares clips; 32 or more is usual.");
        }
    }

    private static IEnumerable<OptionProblem> Below(string section, IValidatedOptions? options) =>
        (options?.Validate() ?? []).Select(problem => new OptionProblem($"{section}.{problem.Key}", problem.Message));

    private static OptionProblem Problem(string key, FormattableString message) => new(key, FormattableString.Invariant(message));
}
