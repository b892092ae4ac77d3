using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using BenchmarkDotNet.Attributes;

namespace Bakeoff.Benchmarks.Kernels;

/// <summary>An LSTM of 128 units over 64 clips of 67 frames of 40 features: forward alone, and one training step.</summary>
[MemoryDiagnoser]
public class LstmBenchmarks
{
    private const int Clips = 64;
    private const int Frames = 67;
    private const int Features = 40;
    private readonly TrainingOptions _oneStep = new()
    {
        Epochs = 1,
        BatchSize = Clips,
        StopOn = StopMetric.TrainLoss,
        RestoreBest = false,
        Standardize = false,
    };
    private Network _network = Network.Create([new LstmOptions()], Features, 7, seed: 1);
    private SequenceSet? _clips;
    private WorkerPool _pool = WorkerPool.Serial;

    /// <summary>Threads of the pool.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Draws the clips.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var values = new float[Clips * Frames * Features];
        new SeededRandom(1, "clips").FillSingles(0, values);
        _clips = new SequenceSet(
            values,
            [.. Enumerable.Range(0, Clips + 1).Select(clip => (long)clip * Frames)],
            Features,
            [.. Enumerable.Range(0, Clips).Select(clip => clip % 7)]);
        _network = Network.Create([new LstmOptions { Units = 128 }], Features, 7, seed: 1);
        _pool = new WorkerPool(Threads);
    }

    /// <summary>Ends the pool's threads.</summary>
    [GlobalCleanup]
    public void Cleanup() => _pool.Dispose();

    /// <summary>Probabilities of all clips.</summary>
    [Benchmark]
    public float[,] Forward() => _network.Predict(_clips!, _pool);

    /// <summary>Forward, backward and Adam, with the set-up of a training of one step.</summary>
    [Benchmark]
    public TrainingHistory ForwardAndBackward() => Trainer.Train(_network, _clips!, validation: null, _oneStep, seed: 1, _pool);
}
