using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Neighbours;

/// <summary>The majority label of the nearest training clips by Euclidean distance, as scikit-learn's KNeighborsClassifier; of targets,
/// their mean.</summary>
[Kind("nearest_neighbours")]
[AlsoCalled("knn", "k_nn", "kneighbors", "k_neighbors")]
public sealed record NearestNeighboursOptions : ClassifierOptions
{
    /// <summary>Number of neighbours that vote. Range 1..1000. Default 5.</summary>
    [JsonPropertyName("k")]
    [Range(1, 1000)]
    public int K { get; init; } = 5;

    /// <inheritdoc/>
    public override int LeastTrainingRows() => K;

    /// <inheritdoc/>
    public override IClassifier Train(TrainingRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return new NearestNeighbours(K, training);
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool PredictsTargets => true;

    /// <inheritdoc/>
    public override IRegressor TrainRegressor(TargetRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return new NeighbourMean(K, training);
    }

    /// <inheritdoc/>
    public override IRegressor RestoreRegressor(ClassifierArrays arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return NeighbourMean.Restore(K, arrays);
    }

    /// <inheritdoc/>
    public override IClassifier Restore(ClassifierArrays arrays, int classCount)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return NearestNeighbours.Restore(K, arrays, classCount);
    }
}
