using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>Predictions of 64 random clips of 200 frames of 13 features by a convolution of 32 filters and width 5 with a mean over frames: so
/// little arithmetic that what surrounds it decides. The peer script has the same network.</summary>
internal sealed class PredictionWorkload : IWorkload
{
    private const int Clips = 64;
    private const int Frames = 200;
    private const int Features = 13;
    private readonly Network _network;
    private readonly SequenceSet _clips;
    private readonly WorkerPool _pool;

    public PredictionWorkload(int threads)
    {
        var random = new SeededRandom(1, "prediction");
        float[] values = [.. Enumerable.Range(0, Clips * Frames * Features).Select(_ => (float)random.NextGaussian())];
        _clips = new SequenceSet(values, [.. Enumerable.Range(0, Clips + 1).Select(static clip => (long)clip * Frames)], Features);
        var convolution = new Conv1dOptions { Filters = 32, KernelSize = 5, Activation = ActivationFunction.Relu };
        _network = Network.Create([convolution, new GlobalAveragePoolingOptions()], Features, classes: 7, seed: 1);
        _pool = new WorkerPool(threads);
    }

    /// <inheritdoc/>
    public double SecondsPerUnit() => RoundClock.SecondsOfFastestCall(() => _network.Predict(_clips, _pool));

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
