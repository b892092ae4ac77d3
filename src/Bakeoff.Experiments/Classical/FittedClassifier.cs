using Bakeoff.Experiments.Splits;

namespace Bakeoff.Experiments.Classical;

/// <summary>A classifier together with the scaling that it was trained behind.</summary>
/// <param name="Scaler">Scaling of raw rows; null where they are used as they are.</param>
/// <param name="Classifier">The classifier of scaled rows.</param>
public sealed record FittedClassifier(ColumnScaler? Scaler, IClassifier Classifier)
{
    /// <summary>Learns scaling and classifier from some clips of the training side and their copies.</summary>
    /// <param name="options">Kind and hyper-parameters.</param>
    /// <param name="training">The training side.</param>
    /// <param name="clips">Positions of the clips to learn from.</param>
    /// <param name="isScaled">Whether columns are brought to mean 0 and deviation 1 by these clips.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="threads">Threads, at least 1; they change no result.</param>
    /// <exception cref="SplitException">The clips cannot train this classifier.</exception>
    public static FittedClassifier Fit(ClassifierOptions options, ClassifierTrainingSet training, int[] clips, bool isScaled, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        var (rows, classes) = training.Take(clips);
        var scaler = isScaled ? ColumnScaler.Fit(rows) : null;
        try
        {
            return new FittedClassifier(scaler, ClassifierTrainer.Train(options, scaler?.Apply(rows) ?? rows, classes, training.Labels.Count, seed, threads));
        }
        catch (ArgumentException fault)
        {
            throw new SplitException("classifier", $"classifier: {ClassifierText.Of(options)} cannot be trained on these clips. {fault.Message} Change the candidate or the split.");
        }
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
