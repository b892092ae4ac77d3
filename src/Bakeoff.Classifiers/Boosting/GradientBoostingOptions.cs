using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>Gradient-boosted trees on histograms: each round adds a small tree for each class, or one for a number, which corrects the sum of
/// those before (Friedman 2001), as scikit-learn's HistGradientBoostingClassifier and HistGradientBoostingRegressor. A missing value (NaN)
/// counts as smaller than every number.</summary>
[Kind("gradient_boosting")]
[AlsoCalled("gbdt", "gbm", "lightgbm", "xgboost", "hist_gradient_boosting", "boosted_trees")]
public sealed record GradientBoostingOptions : ClassifierOptions
{
    /// <summary>Number of rounds; each adds a tree for each class. With early_stopping, the most there may be. Range 1..10000. Default
    /// 100.</summary>
    [JsonPropertyName("rounds"), Effort]
    [Range(1, 10000)]
    public int Rounds { get; init; } = 100;

    /// <summary>Factor of each tree's values; smaller ones need more rounds. Above 0, at most 1. Default 0.1.</summary>
    [JsonPropertyName("learning_rate")]
    [Range(1e-6, 1)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Most leaves of a tree; the leaf whose split gains most is split next. Range 2..4096. Default 31.</summary>
    [JsonPropertyName("leaves")]
    [Range(2, 4096)]
    public int Leaves { get; init; } = 31;

    /// <summary>Most splits from the root to a leaf. With leaves of at least 2^depth, trees grow level by level to this depth. Range 1..64.
    /// Default: no limit.</summary>
    [JsonPropertyName("depth")]
    [Range(1, 64)]
    public int? Depth { get; init; }

    /// <summary>Smallest number of clips in a leaf. Range 1..100000. Default 20.</summary>
    [JsonPropertyName("min_leaf")]
    [Range(1, 100000)]
    public int MinLeaf { get; init; } = 20;

    /// <summary>Smallest sum of second derivatives in a leaf: p (1 - p) of a class, 1 a clip for a number. Range 1e-9..1e6. Default 0.001.</summary>
    [JsonPropertyName("min_child_weight")]
    [Range(1e-9, 1e6)]
    public double MinChildWeight { get; init; } = 1e-3;

    /// <summary>Penalty of the squared values of leaves. Range 0..1e6. Default 1.</summary>
    [JsonPropertyName("l2")]
    [Range(0, 1e6)]
    public double L2 { get; init; } = 1;

    /// <summary>Most bins of each feature, bounded by quantiles of the training clips. Range 2..255. Default 255.</summary>
    [JsonPropertyName("bins")]
    [Range(2, 255)]
    public int Bins { get; init; } = 255;

    /// <summary>Share of the clips that a round's trees are grown on, drawn anew for each round. Above 0, at most 1. Default 1.</summary>
    [JsonPropertyName("subsample")]
    [Range(1e-6, 1)]
    public double Subsample { get; init; } = 1;

    /// <summary>Share of the features that a round's trees may use, drawn anew for each round. Above 0, at most 1. Default 1.</summary>
    [JsonPropertyName("colsample")]
    [Range(1e-6, 1)]
    public double Colsample { get; init; } = 1;

    /// <summary>Stops when clips that are held out gain no more, and keeps the best round. Default: every round is kept.</summary>
    [JsonPropertyName("early_stopping")]
    public EarlyStoppingOptions? EarlyStopping { get; init; }

    /// <inheritdoc/>
    public override int LeastTrainingRows() => 2 * MinLeaf;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool TakesWeights => true;

    /// <inheritdoc/>
    public override IClassifier Train(TrainingRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return BoostingTrainer.Train(this, new ClassTruth(training), seed, threads);
    }

    /// <inheritdoc/>
    public override IClassifier Restore(ClassifierArrays arrays, int classCount)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return GradientBoosting.Restore(arrays, classCount);
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool PredictsTargets => true;

    /// <inheritdoc/>
    public override IRegressor TrainRegressor(TargetRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return BoostingTrainer.Train(this, new NumberTruth(training), seed, threads);
    }

    /// <inheritdoc/>
    public override IRegressor RestoreRegressor(ClassifierArrays arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return GradientBoosting.Restore(arrays, classes: 1);
    }
}
