using System.Diagnostics;
using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>
/// An epoch of training on random clips of TESS's shape: 1,792 clips, batches of 64, Adam, no validation. The peer script has the same
/// network and shapes.
/// </summary>
internal sealed class TrainingWorkload : IWorkload
{
    private const int Clips = 1792;
    private const int Classes = 7;
    private readonly SequenceSet _clips;
    private readonly int _units;
    private readonly WorkerPool _pool;

    private TrainingWorkload(SequenceSet clips, int units, int threads) =>
        (_clips, _units, _pool) = (clips, units, new WorkerPool(threads));

    /// <summary>Clips of 45 to 92 frames of 40 features, LSTM of 128 units over live frames.</summary>
    public static TrainingWorkload Frames(int threads)
    {
        var random = new SeededRandom(1, "frames");
        return new TrainingWorkload(Draw(random, 40, () => 45 + random.NextInt32(45)), 128, threads);
    }

    /// <summary>Clips of 40 steps of one feature, LSTM of 256 units: the classic network over mean MFCC.</summary>
    public static TrainingWorkload Summary(int threads) => new(Draw(new SeededRandom(1, "summary"), 1, () => 40), 256, threads);

    /// <inheritdoc/>
    public double SecondsPerUnit()
    {
        // The second epoch: the first one also pays for buffers and for the compiler.
        var network = Network.Create(
            [
                new LstmOptions { Units = _units },
                new DropoutOptions { Rate = 0.2 },
                new DenseOptions { Units = 128, Activation = ActivationFunction.Relu },
                new DropoutOptions { Rate = 0.2 },
                new DenseOptions { Units = 64, Activation = ActivationFunction.Relu },
                new DropoutOptions { Rate = 0.2 },
            ],
            _clips.FeatureCount,
            Classes,
            seed: 1);
        var options = new TrainingOptions
        {
            Epochs = 2,
            StopOn = StopMetric.TrainLoss,
            RestoreBest = false,
            Standardize = false,
        };
        var clock = new EpochClock();
        Trainer.Train(
            new TrainingTask
            {
                Network = network,
                Train = _clips,
                Options = options,
                Seed = 1,
                Pool = _pool,
            },
            clock);
        return clock.LastEpochSeconds;
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    private static SequenceSet Draw(SeededRandom random, int features, Func<int> frameCount)
    {
        var (values, offsets, labels) = (new List<float>(), new long[Clips + 1], new int[Clips]);
        for (var clip = 0; clip < Clips; clip++)
        {
            offsets[clip + 1] = offsets[clip] + frameCount();
            labels[clip] = random.NextInt32(Classes);
            while (values.Count < offsets[clip + 1] * features)
            {
                values.Add((float)random.NextGaussian());
            }
        }

        return new SequenceSet([.. values], offsets, features, labels);
    }

    private sealed class EpochClock : IProgress<EpochResult>
    {
        private long _start;

        public double LastEpochSeconds { get; private set; }

        public void Report(EpochResult value)
        {
            LastEpochSeconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
            _start = Stopwatch.GetTimestamp();
        }
    }
}
