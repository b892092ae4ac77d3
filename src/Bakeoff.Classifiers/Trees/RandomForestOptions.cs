using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Trees;

/// <summary>Mean of many decision trees, each grown on a bootstrap sample with a random subset of features at every node (Breiman 2001).</summary>
[Kind("random_forest")]
public sealed record RandomForestOptions : ClassifierOptions
{
    /// <summary>Trees. Range 1..10000. Default 300.</summary>
    [JsonPropertyName("trees")]
    [Range(1, 10000)]
    public int Trees { get; init; } = 300;

    /// <summary>Features looked at in each node. Default: square root of all.</summary>
    [JsonPropertyName("features_per_node")]
    [Range(1, 100000)]
    public int? FeaturesPerNode { get; init; }

    /// <summary>Fewest clips in a leaf. Range 1..1000. Default 1.</summary>
    [JsonPropertyName("min_leaf")]
    [Range(1, 1000)]
    public int MinLeaf { get; init; } = 1;
}
