using System.Diagnostics;
using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Classifiers;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>Trains a classifier on scaled rows and predicts the rows that were left out. The peer script does the same.</summary>
internal sealed class ClassifierWorkload : IWorkload
{
    private readonly ClassifierOptions _options;
    private readonly int _threads;
    private readonly TrainingRows _train;
    private readonly DesignMatrix _test;

    /// <summary>Reads and scales the rows.</summary>
    public ClassifierWorkload(ClassifierOptions options, RowFolder folder, int threads)
    {
        (_options, _threads) = (options, threads);
        (var train, var classes, _test) = folder.Scaled();
        _train = new TrainingRows(train, classes, RowFolder.ClassCount);
    }

    /// <inheritdoc/>
    public double SecondsPerUnit()
    {
        var start = Stopwatch.GetTimestamp();
        new FittedClassifier(null, _options.Train(_train, seed: 1, _threads)).Probabilities(_test, _threads);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
