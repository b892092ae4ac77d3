using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Neighbours;

/// <summary>The majority label of the nearest training clips by Euclidean distance, as scikit-learn's KNeighborsClassifier.</summary>
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
    public override IClassifier Restore(ClassifierArrays arrays, int classCount)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return NearestNeighbours.Restore(K, arrays, classCount);
    }
}
