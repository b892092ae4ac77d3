using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Tests;

public sealed class ClipStreamTests
{
    private const int Features = 5;

    public static TheoryData<string, LayerOptions[]> Networks =>
        new()
        {
            {
                "lstm",
                [new MaskingOptions(), new LstmOptions { Units = 7 }, new DropoutOptions { Rate = 0.5 }, new DenseOptions { Units = 4 }]
            },
            { "gru", [new GruOptions { Units = 6, Layers = 2 }] },
            {
                "sequences",
                [
                    new DenseOptions { Units = 8, Activation = ActivationFunction.Gelu },
                    new LayerNormalizationOptions(),
                    new LayerMixOptions { States = 2 },
                    new PositionsOptions(),
                    new LstmOptions
                    {
                        Units = 6,
                        Layers = 2,
                        ReturnSequences = true,
                    },
                    new BatchNormalizationOptions(),
                    new GruOptions { Units = 4, ReturnSequences = true },
                    new GlobalAveragePoolingOptions(),
                ]
            },
        };

    [Theory, MemberData(nameof(Networks))]
    public void Complete_FramesInAnyParts_EqualsPredictBitForBit(string what, LayerOptions[] layers)
    {
        var network = Network.Create(layers, Features, classes: 3, seed: 4);
        network.TakesParts.ShouldBeTrue(what);
        foreach (var frames in new[] { 1, 2, 511, 512, 513, 1024, 1700 })
        {
            var set = Clip(frames);
            network.Standardizer = Standardizer.Fit(set);
            var expected = network.Predict(set, WorkerPool.Serial).Cast<float>().ToArray();
            foreach (var part in new[] { 1, 100, 512, 4096 })
            {
                var stream = network.BeginClip(WorkerPool.Serial);
                for (var first = 0; first < frames; first += part)
                {
                    stream.Add(set.Frames(0)[(first * Features)..(Math.Min(first + part, frames) * Features)]);
                }

                stream.Complete().ShouldBe(expected, $"{what}, {frames} frames, {part} at a time");
            }

            network.Predict(set, WorkerPool.Serial).Cast<float>().ShouldBe(expected, "no state is left");
        }
    }

    [Fact]
    public void BeginClip_LayerThatNeedsAllFrames_IsRefused()
    {
        LayerOptions[][] networks =
        [
            [new LstmOptions { Units = 3, Bidirectional = true }],
            [new Conv1dOptions { Filters = 3, KernelSize = 3 }, new GlobalAveragePoolingOptions()],
            [new AttentionPoolingOptions { Units = 3 }],
            [new SelfAttentionOptions { Heads = 1 }, new GlobalAveragePoolingOptions()],
            [new TransformerOptions { Heads = 1 }, new GlobalAveragePoolingOptions()],
        ];
        foreach (var layers in networks)
        {
            var network = Network.Create(layers, Features, classes: 3, seed: 4);
            network.TakesParts.ShouldBeFalse();
            Should.Throw<InvalidOperationException>(() => network.BeginClip(WorkerPool.Serial));
        }
    }

    [Fact]
    public void Complete_NothingLeftByMasking_FailsAsPredict()
    {
        var network = Network.Create([new MaskingOptions(), new LstmOptions { Units = 3 }], Features, classes: 3, seed: 4);
        var set = new SequenceSet(new float[2 * Features], [0, 2], Features);
        var expected = Should.Throw<SequenceDataException>(() => network.Predict(set, WorkerPool.Serial));

        var stream = network.BeginClip(WorkerPool.Serial);
        stream.Add(set.Frames(0));

        Should.Throw<SequenceDataException>(() => stream.Complete()).Message.ShouldBe(expected.Message);
        Should
            .Throw<SequenceDataException>(() => network.BeginClip(WorkerPool.Serial).Add([0, 0, float.NaN, 0, 0]))
            .What.ShouldBe("feature 2 of frame 0");
    }

    private static SequenceSet Clip(int frames)
    {
        var random = new SeededRandom((ulong)frames, "clip");
        var values = new float[frames * Features];
        foreach (ref var value in values.AsSpan())
        {
            value = 2 * random.NextSingle() - 1;
        }

        // Masked frames at the end of a part and within one.
        foreach (var frame in new[] { 3, 511, 700 }.Where(frame => frame < frames))
        {
            values.AsSpan(frame * Features, Features).Clear();
        }

        return new SequenceSet(values, [0, frames], Features);
    }
}
