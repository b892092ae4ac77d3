namespace Bakeoff.Evaluation.Metrics;

/// <summary>True and predicted classes of test clips, with probabilities where the system gives them.</summary>
public sealed class ClassifiedClips
{
    private readonly int[] _truth;
    private readonly int[] _predicted;
    private readonly double[] _probabilities;

    /// <summary>Checks and wraps the classes without copying them.</summary>
    /// <param name="labels">Names of the K classes.</param>
    /// <param name="truth">True class of each clip, 0 to K - 1.</param>
    /// <param name="predicted">Predicted class of each clip, 0 to K - 1.</param>
    /// <param name="probabilities">Shape [clips, K], rows summing to 1; empty without probabilities.</param>
    /// <exception cref="ArgumentException">There is no clip, or the shapes do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is outside 0 to K - 1.</exception>
    public ClassifiedClips(IReadOnlyList<string> labels, int[] truth, int[] predicted, double[] probabilities)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (truth.Length == 0)
        {
            throw new ArgumentException("There are 0 clips, expected at least 1.", nameof(truth));
        }

        if (probabilities.Length > 0 && probabilities.Length != truth.Length * labels.Count)
        {
            throw new ArgumentException(
                $"There are {probabilities.Length} probabilities, expected {truth.Length} clips x {labels.Count} classes.", nameof(
                    probabilities));
        }

        (_truth, _predicted, _probabilities) = (truth, predicted, probabilities);
        Confusion = new ConfusionMatrix(labels, truth, predicted);
    }

    /// <summary>Counts of truth against prediction.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>K, the number of classes.</summary>
    public int ClassCount => Confusion.Labels.Count;

    /// <summary>True class of each clip.</summary>
    public ReadOnlySpan<int> Truth => _truth;

    /// <summary>Predicted class of each clip.</summary>
    public ReadOnlySpan<int> Predicted => _predicted;

    /// <summary>Probabilities of shape [clips, K]; empty without probabilities.</summary>
    public ReadOnlySpan<double> Probabilities => _probabilities;
}
