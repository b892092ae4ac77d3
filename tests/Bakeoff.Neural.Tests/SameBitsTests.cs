using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Bakeoff.Neural.Augmentation;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests;

/// <summary>Weights after three epochs are the same with every instruction set and thread count.</summary>
public sealed class SameBitsTests
{
    /// <summary>Another machine proves itself by arriving at this value. It changes only with a deliberate
    /// change of a result, which is then noted in the changelog.</summary>
    private const string PinnedHash = "5cf1784b5b329076f99df6c0c82dd8cbbc81c95e751e9e3a7d3deba267c9db30";

    /// <summary>The same for <see cref="s_attention"/>.</summary>
    private const string PinnedAttentionHash = "69c69fd6044256ca2a9eb45f12abdd8c3424c8ddd36f73e78cb8adc171c3fbe5";

    private const string ResultVariable = "BAKEOFF_NEURAL_WEIGHTS_FILE";

    // Widths with and without tails, every kind of layer, every random stream.
    private static readonly LayerOptions[][] s_networks =
    [
        [
            new MaskingOptions(),
            new LstmOptions { Units = 37, RecurrentDropout = 0.1 },
            new DropoutOptions(),
            new DenseOptions { Units = 32, Activation = ActivationFunction.Relu },
        ],
        [new ReshapeOptions { Shape = [12, 1] }, new LstmOptions { Units = 32 }, new DropoutOptions()],
        [
            new Conv1dOptions { Filters = 24, Stride = 2 },
            new Conv1dOptions { Filters = 16, KernelSize = 5, Activation = ActivationFunction.Relu },
            new Conv1dOptions { Filters = 19, Activation = ActivationFunction.Gelu },
            new BatchNormalizationOptions(),
            new MaxPooling1dOptions(),
            new GruOptions
            {
                Units = 17, Layers = 2, Bidirectional = true, ReturnSequences = true,
            },
            new LayerNormalizationOptions(),
            new AveragePooling1dOptions(),
            new AttentionPoolingOptions { Units = 9 },
            new DenseOptions { Units = 11, Activation = ActivationFunction.Elu },
        ],
    ];

    private static readonly LayerOptions[][] s_attention =
    [
        [
            new DenseOptions { Units = 21 },
            new PositionsOptions(),
            new TransformerOptions { Units = 27, Heads = 3, Dropout = 0.2 },
            new SelfAttentionOptions { Heads = 7, Dropout = 0.1 },
            new AttentionPoolingOptions { Units = 9, Summary = PoolingSummary.MeanStd },
        ],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Train_AnyThreadCount_GivesThePinnedWeights(int threads)
    {
        using var pool = new WorkerPool(threads);

        TrainAndHash(s_networks, pool).ShouldBe(PinnedHash);
        TrainAndHash(s_attention, pool).ShouldBe(PinnedAttentionHash);
    }

    /// <summary>One thread runs larger blocks of clips through a recurrent layer than several do.</summary>
    [Fact]
    public void Step_MoreClipsThanOneBlock_GivesTheSameGradientsOnOneThreadAndOnThree()
    {
        using var pool = new WorkerPool(3);
        Gradients(pool).ShouldBe(Gradients(WorkerPool.Serial));

        static float[] Gradients(WorkerPool pool)
        {
            var network = Network.Create([new LstmOptions { Units = 5 }, new DropoutOptions()], 12, 3, seed: 1);
            new TrainingStep(network, Clips(70, areSingleFrames: false, "blocks"), pool: pool).ForwardAndBackward();
            return [.. network.Store.Gradients];
        }
    }

    /// <param name="switches">Settings of the .NET runtime that hide instruction sets.</param>
    /// <param name="widestBits">The widest vectors that may remain.</param>
    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public void Train_InstructionsHidden_GivesThePinnedWeights(string switches, int widestBits)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "These switches exist on x64 only.");
        Assert.SkipWhen(widestBits == 256 && !Avx512F.IsSupported, "Without AVX-512 its switch changes nothing.");
        var file = Path.GetTempFileName();
        try
        {
            using var child = ChildProcess.Start(
                typeof(SameBitsTests),
                nameof(Child_WritesItsHash),
                switches.Split(' ').Select(name => (name, "0")).Append((ResultVariable, file)));
            var output = ChildProcess.Finish(child);
            child.ExitCode.ShouldBe(0, output);
            var result = File.ReadAllText(file).Split(' ');

            int.Parse(result[0], CultureInfo.InvariantCulture)
                .ShouldBeLessThanOrEqualTo(widestBits, "the switch did not hide the instructions");
            result[1].ShouldBe(PinnedHash);
            result[2].ShouldBe(PinnedAttentionHash);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The part that runs in the child process; never part of a normal run.</summary>
    [Fact(Explicit = true)]
    public void Child_WritesItsHash()
    {
        var file = Environment.GetEnvironmentVariable(ResultVariable);
        Assert.SkipWhen(file is null, $"Started by {nameof(Train_InstructionsHidden_GivesThePinnedWeights)} only.");
        using var pool = new WorkerPool(2);
        var widest =
            Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : Vector128.IsHardwareAccelerated ? 128
            : 0;
        File.WriteAllText(
            file!,
            string.Create(CultureInfo.InvariantCulture, $"{widest} {TrainAndHash(s_networks, pool)} {TrainAndHash(s_attention, pool)}"));
    }

    private static string TrainAndHash(LayerOptions[][] networks, WorkerPool pool)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var layers in networks)
        {
            var isReshaped = layers[0] is ReshapeOptions;
            var (train, validation) = (Clips(40, isReshaped, "train"), Clips(10, isReshaped, "validation"));
            var options = new TrainingOptions
            {
                Epochs = 3,
                BatchSize = 16,
                LearningRate = 0.01,
                ClipNorm = 1,
                LabelSmoothing = 0.1,
                ClassWeights = ClassWeighting.Balanced,
                Schedule = new ScheduleOptions { Kind = new CosineSchedule(), WarmUpEpochs = 1 },
                Augmentation = new AugmentationOptions
                {
                    Gain = 0.1,
                    Noise = 0.1,
                    TimeMasks = 1,
                    FeatureMasks = 1,
                    TimeStretch = isReshaped ? 0 : 0.2,
                },
            };
            var network = Network.Create(layers, 12, 3, seed: 1);
            Trainer.Train(network, train, validation, options, 1, pool);
            hash.AppendData(MemoryMarshal.AsBytes(network.Store.Values.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(network.Store.Statistics.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(network.Predict(validation, pool).Cast<float>().ToArray().AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Data.SequenceSet Clips(int count, bool areSingleFrames, string stream) =>
        SyntheticClips.Make(count, features: 12, shortest: areSingleFrames ? 1 : 3, longest: areSingleFrames ? 1 : 14, stream: stream);
}
