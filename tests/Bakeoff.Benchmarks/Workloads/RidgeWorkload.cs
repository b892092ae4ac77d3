using System.Diagnostics;
using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Linear;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>Trains ridge regression of the number of the class and predicts the rows that were left out. The peer script does the same.</summary>
internal sealed class RidgeWorkload : IWorkload
{
    private readonly int _threads;
    private readonly TargetRows _train;
    private readonly DesignMatrix _test;

    /// <summary>Reads and scales the rows.</summary>
    public RidgeWorkload(RowFolder folder, int threads)
    {
        _threads = threads;
        (var train, var classes, _test) = folder.Scaled();
        _train = new TargetRows(train, Array.ConvertAll(classes, static number => (double)number));
    }

    /// <inheritdoc/>
    public double SecondsPerUnit()
    {
        var start = Stopwatch.GetTimestamp();
        new RidgeOptions().TrainRegressor(_train, seed: 1, _threads).Predict(_test, _threads);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
