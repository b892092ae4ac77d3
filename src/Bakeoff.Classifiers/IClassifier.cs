namespace Bakeoff.Classifiers;

/// <summary>A trained classifier of K classes. Thread-safe.</summary>
public interface IClassifier
{
    /// <summary>Decides on the class of one clip.</summary>
    /// <param name="features">Features of the clip.</param>
    /// <returns>The class, 0 to K - 1.</returns>
    int Predict(ReadOnlySpan<double> features);

    /// <summary>Computes the probability of each class.</summary>
    /// <param name="features">Features of one clip.</param>
    /// <returns>Shape [K], summing to 1. The largest is that of <see cref="Predict"/>, except where votes and margins of a support vector
    /// machine disagree; its probabilities are a softmax of its decisions and are not calibrated.
    /// </returns>
    double[] Probabilities(ReadOnlySpan<double> features);

    /// <summary>Computes the probabilities of several clips, with the bits that each has alone.</summary>
    /// <param name="clips">Features, one row for each clip.</param>
    /// <param name="threads">Number of threads, at least 1; it changes no result.</param>
    /// <returns>Shape [clips][K].</returns>
    double[][] Probabilities(DesignMatrix clips, int threads)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var probabilities = new double[clips.RowCount][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, clips.RowCount, parallel, i => probabilities[i] = Probabilities(clips.Row(i)));
        return probabilities;
    }

    /// <summary>Smallest probability that counts as such when probabilities are calibrated; smaller ones count as this. Default: the smallest
    /// normal float64. Shares of votes, which are 0 where nobody voted, have half a vote.</summary>
    double SmallestProbability => 2.2250738585072014E-308;

    /// <summary>The arrays from which <see cref="ClassifierOptions.Restore"/> makes the same classifier.</summary>
    IReadOnlyList<ClassifierArray> ToArrays();
}
