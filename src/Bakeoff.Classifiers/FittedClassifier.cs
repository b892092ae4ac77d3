namespace Bakeoff.Classifiers;

/// <summary>A classifier together with the scaling that it was trained behind.</summary>
/// <param name="Scaler">Scaling of raw rows; null where they are used as they are.</param>
/// <param name="Classifier">The classifier of scaled rows.</param>
public sealed record FittedClassifier(ColumnScaler? Scaler, IClassifier Classifier)
{
    /// <summary>Fits the scaler, then the classifier on scaled rows.</summary>
    /// <param name="options">Kind and hyper-parameters.</param>
    /// <param name="training">Raw rows with their classes.</param>
    /// <param name="isScaled">True to standardise each column by these rows.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="threads">Threads, at least 1; they change no result.</param>
    /// <exception cref="ArgumentException">These rows cannot train this classifier.</exception>
    public static FittedClassifier Fit(ClassifierOptions options, TrainingRows training, bool isScaled, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        var scaler = isScaled ? ColumnScaler.Fit(training.Rows) : null;
        var rows = scaler?.Apply(training.Rows) ?? training.Rows;
        return new FittedClassifier(scaler, ClassifierTrainer.Train(options, rows, training.Classes, training.ClassCount, seed, threads));
    }

    /// <summary>Probabilities of the classes.</summary>
    /// <param name="clips">Raw rows.</param>
    /// <param name="threads">Threads, at least 1; they change no result.</param>
    /// <returns>[clips][classes].</returns>
    public double[][] Probabilities(DesignMatrix clips, int threads)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var rows = Scaler?.Apply(clips) ?? clips;
        var probabilities = new double[rows.RowCount][];
        Parallel.For(0, rows.RowCount, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => probabilities[i] = Classifier.Probabilities(rows.Row(i)));
        return probabilities;
    }
}
