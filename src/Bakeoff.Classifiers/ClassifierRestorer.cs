using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;

namespace Bakeoff.Classifiers;

/// <summary>Makes trained classifiers of their arrays again.</summary>
internal static class ClassifierRestorer
{
    /// <summary>The classifier that <see cref="IClassifier.ToArrays"/> was asked of.</summary>
    /// <exception cref="InvalidDataException">An array is missing or of another shape.</exception>
    public static IClassifier Restore(ClassifierOptions options, ClassifierArrays arrays, int classes) => options switch
    {
        LogisticRegressionOptions or LinearDiscriminantOptions => LinearClassifier.Restore(arrays, classes),
        LinearSvmOptions => SupportVectorMachine.Restore(arrays, classes, isLinear: true),
        RbfSvmOptions => SupportVectorMachine.Restore(arrays, classes, isLinear: false),
        NearestNeighboursOptions neighbours => NearestNeighbours.Restore(neighbours, arrays, classes),
        RandomForestOptions => RandomForest.Restore(arrays, classes),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.GetType().Name, "Unknown classifier."),
    };
}
