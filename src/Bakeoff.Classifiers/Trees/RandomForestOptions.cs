using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Trees;

/// <summary>Mean of many decision trees, each grown on a bootstrap sample with a random subset of features at every node (Breiman
/// 2001).</summary>
[Kind("random_forest")]
[AlsoCalled("rf")]
public sealed record RandomForestOptions : ClassifierOptions
{
    /// <summary>Number of trees. Range 1..10000. Default 300.</summary>
    [JsonPropertyName("trees"), Effort]
    [Range(1, 10000)]
    public int Trees { get; init; } = 300;

    /// <summary>Features considered in each node. Default: square root of their number, for targets a third of it.</summary>
    [JsonPropertyName("features_per_node")]
    [Range(1, 100000)]
    public int? FeaturesPerNode { get; init; }

    /// <summary>Smallest number of clips in a leaf. Range 1..1000. Default 1.</summary>
    [JsonPropertyName("min_leaf")]
    [Range(1, 1000)]
    public int MinLeaf { get; init; } = 1;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool TakesWeights => true;

    /// <inheritdoc/>
    public override IClassifier Train(TrainingRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return RandomForest.Train(this, training, seed, threads);
    }

    /// <inheritdoc/>
    public override IClassifier Restore(ClassifierArrays arrays, int classCount)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return RandomForest.Restore(arrays, classCount);
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool PredictsTargets => true;

    /// <inheritdoc/>
    public override IRegressor TrainRegressor(TargetRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return RandomForest.Train(this, training, seed, threads);
    }

    /// <inheritdoc/>
    public override IRegressor RestoreRegressor(ClassifierArrays arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return RandomForest.Restore(arrays, values: 1);
    }
}
