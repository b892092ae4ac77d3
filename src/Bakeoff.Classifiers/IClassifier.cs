namespace Bakeoff.Classifiers;

/// <summary>A trained classifier of K classes. Thread-safe.</summary>
public interface IClassifier
{
    /// <summary>Decides.</summary>
    /// <param name="features">Features of one clip.</param>
    /// <returns>Class, 0 to K - 1.</returns>
    int Predict(ReadOnlySpan<double> features);

    /// <summary>Says how likely each class is. The most likely one is <see cref="Predict"/>'s except where a support vector machine's votes and margins disagree.</summary>
    /// <param name="features">Features of one clip.</param>
    /// <returns>[K], summing to 1. A support vector machine's are a softmax over its decisions, not calibrated.</returns>
    double[] Probabilities(ReadOnlySpan<double> features);

    /// <summary>Everything that training found, for <see cref="ClassifierRestorer"/> to make the same classifier of.</summary>
    IReadOnlyList<ClassifierArray> ToArrays();
}
