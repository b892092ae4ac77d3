using Bakeoff.Classifiers.Confidence;

namespace Bakeoff.Classifiers;

/// <summary>A trained classifier together with the scaling of its inputs.</summary>
/// <param name="Scaler">Scaling of raw rows; null if rows are not scaled.</param>
/// <param name="Classifier">The classifier of scaled rows.</param>
public sealed record FittedClassifier(StandardScaler? Scaler, IClassifier Classifier)
{
    /// <summary>Calibration of the probabilities; null where none was asked for. <see cref="Probabilities"/> leaves it out.</summary>
    public ProbabilityCalibration? Calibration { get; init; }

    /// <summary>Fits the scaler, then trains the classifier on scaled rows.</summary>
    /// <param name="options">Kind and hyper-parameters.</param>
    /// <param name="training">Raw rows with their classes.</param>
    /// <param name="settings">Scaling, seed and threads.</param>
    /// <exception cref="ClassifierException">This classifier cannot be trained on these rows.</exception>
    public static FittedClassifier Fit(ClassifierOptions options, TrainingRows training, FitSettings settings)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(settings);
        var scaler = settings.IsScaled ? StandardScaler.Fit(training.Rows, settings.Scaling, settings.Threads) : null;
        var scaled = scaler is null
            ? training
            : new TrainingRows(scaler.Apply(training.Rows), training.Classes, training.ClassCount)
            {
                Groups = training.Groups,
                Weights = training.Weights,
            };
        return new FittedClassifier(scaler, options.Train(scaled, settings.Seed, settings.Threads));
    }

    /// <summary>Computes the probabilities of the classes.</summary>
    /// <param name="clips">Raw rows.</param>
    /// <param name="threads">Number of threads, at least 1; it changes no result.</param>
    /// <returns>Shape [clips][K].</returns>
    public double[][] Probabilities(DesignMatrix clips, int threads)
    {
        ArgumentNullException.ThrowIfNull(clips);
        return Classifier.Probabilities(Scaler?.Apply(clips) ?? clips, threads);
    }
}
