namespace Bakeoff.Classifiers;

/// <summary>A trained model of one number. Thread-safe.</summary>
public interface IRegressor
{
    /// <summary>Predicts the number of each clip.</summary>
    /// <param name="clips">Features, one row for each clip.</param>
    /// <param name="threads">Number of threads, at least 1; it changes no result.</param>
    /// <returns>Shape [clips].</returns>
    double[] Predict(DesignMatrix clips, int threads);

    /// <summary>The arrays from which <see cref="ClassifierOptions.RestoreRegressor"/> makes the same regressor.</summary>
    IReadOnlyList<ClassifierArray> ToArrays();
}
