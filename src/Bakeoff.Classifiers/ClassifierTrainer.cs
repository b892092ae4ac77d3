using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;

namespace Bakeoff.Classifiers;

/// <summary>Trains the classifier that options name.</summary>
/// <remarks>Determinism: depends on the rows in their order, the options and the seed; not on threads or processor.</remarks>
public static class ClassifierTrainer
{
    /// <summary>Trains.</summary>
    /// <param name="options">Kind and hyper-parameters.</param>
    /// <param name="training">Features of the training clips, scaled.</param>
    /// <param name="labels">Class of each training clip, 0 to K - 1.</param>
    /// <param name="classes">K; at least 2.</param>
    /// <param name="seed">Seed; used by the random forest, stream <c>forest</c>.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <exception cref="ArgumentException">There are fewer clips than neighbours, a class without clips, or another number of labels than rows.</exception>
    public static IClassifier Train(ClassifierOptions options, DesignMatrix training, int[] labels, int classes, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length != training.RowCount || Enumerable.Range(0, classes).Any(k => !labels.Contains(k)))
        {
            throw new ArgumentException($"There are {labels.Length} labels of {labels.Distinct().Count()} classes for {training.RowCount} clips of {classes} classes.", nameof(labels));
        }

        return options switch
        {
            LogisticRegressionOptions logistic => LogisticRegression.Train(logistic, training, labels, classes),
            LinearSvmOptions linear => SupportVectorMachine.Train(linear.C, null, training, labels, classes, threads),
            RbfSvmOptions rbf => SupportVectorMachine.Train(rbf.C, rbf.Gamma ?? SupportVectorMachine.ScaleGamma(training), training, labels, classes, threads),
            NearestNeighboursOptions neighbours => new NearestNeighbours(neighbours.K, training, labels, classes),
            LinearDiscriminantOptions discriminant => LinearDiscriminant.Train(discriminant, training, labels, classes, threads),
            RandomForestOptions forest => RandomForest.Train(forest, training, labels, classes, seed, threads),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options?.GetType().Name, "Unknown classifier."),
        };
    }
}
