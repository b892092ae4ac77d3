using System.Diagnostics;
using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>
/// An epoch of training on random clips: batches of 64, Adam, no validation. The peer script has the same networks and shapes.
/// </summary>
internal sealed class TrainingWorkload : IWorkload
{
    private const int Classes = 7;
    private readonly SequenceSet _clips;
    private readonly LayerOptions[] _layers;
    private readonly WorkerPool _pool;

    private TrainingWorkload(SequenceSet clips, LayerOptions[] layers, int threads) =>
        (_clips, _layers, _pool) = (clips, layers, new WorkerPool(threads));

    /// <summary>1,792 clips of 45 to 92 frames of 40 features, LSTM of 128 units over live frames.</summary>
    public static TrainingWorkload Frames(int threads)
    {
        var random = new SeededRandom(1, "frames");
        return new TrainingWorkload(Draw(random, 1792, 40, () => 45 + random.NextInt32(45)), Recurrent(128), threads);
    }

    /// <summary>1,792 clips of 40 steps of one feature, LSTM of 256 units: the classic network over mean MFCC.</summary>
    public static TrainingWorkload Summary(int threads) =>
        new(Draw(new SeededRandom(1, "summary"), 1792, 1, () => 40), Recurrent(256), threads);

    /// <summary>895 clips of 205 frames of 64 features, three convolutions of 128 filters and width 5, mean over frames.</summary>
    public static TrainingWorkload Convolutions(int threads)
    {
        var convolution = new Conv1dOptions { Filters = 128, KernelSize = 5, Activation = ActivationFunction.Relu };
        return new(LogMel(), [convolution, convolution, convolution, new GlobalAveragePoolingOptions()], threads);
    }

    /// <summary>The same clips, four convolutions, each with batch normalisation and dropout, the first three with pooling.</summary>
    public static TrainingWorkload PooledConvolutions(int threads)
    {
        LayerOptions[] block =
        [
            new Conv1dOptions { Filters = 128, KernelSize = 5 },
            new BatchNormalizationOptions(),
            new ActivationOptions { Function = ActivationFunction.Relu },
            new MaxPooling1dOptions { PoolSize = 2 },
            new DropoutOptions { Rate = 0.2 },
        ];
        return new(
            LogMel(),
            [.. block, .. block, .. block, .. block.Where(layer => layer is not MaxPooling1dOptions), new GlobalAveragePoolingOptions()],
            threads);
    }

    /// <summary>256 of clips of that form, two encoder layers of width 64 with four heads, mean over frames.</summary>
    public static TrainingWorkload Transformer(int threads) =>
        new(
            LogMel().Select([.. Enumerable.Range(0, 256)]),
            [
                new DenseOptions { Units = 64 }, new PositionsOptions(), new TransformerOptions { Units = 128 },
                new GlobalAveragePoolingOptions(),
            ],
            threads);

    /// <inheritdoc/>
    public double SecondsPerUnit()
    {
        // The second epoch: the first one also pays for buffers and for the compiler.
        var network = Network.Create(_layers, _clips.FeatureCount, Classes, seed: 1);
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

    private static LayerOptions[] Recurrent(int units) =>
    [
        new LstmOptions { Units = units },
        new DropoutOptions { Rate = 0.2 },
        new DenseOptions { Units = 128, Activation = ActivationFunction.Relu },
        new DropoutOptions { Rate = 0.2 },
        new DenseOptions { Units = 64, Activation = ActivationFunction.Relu },
        new DropoutOptions { Rate = 0.2 },
    ];

    private static SequenceSet LogMel() => Draw(new SeededRandom(1, "log-mel"), 895, 64, () => 205);

    private static SequenceSet Draw(SeededRandom random, int clips, int features, Func<int> frameCount)
    {
        var (values, offsets, labels) = (new List<float>(), new long[clips + 1], new int[clips]);
        for (var clip = 0; clip < clips; clip++)
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
