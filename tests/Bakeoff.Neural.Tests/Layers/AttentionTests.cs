using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests.Layers;

/// <summary>Attention beside its equations written out, its masks, its memory and its errors.</summary>
public sealed class AttentionTests
{
    private const int Features = 12;

    public static TheoryData<string, LayerOptions[]> Networks =>
        new()
        {
            { "self_attention", [new SelfAttentionOptions { Heads = 3 }, new GlobalAveragePoolingOptions()] },
            {
                "transformer",
                [
                    new MaskingOptions(), new PositionsOptions(), new TransformerOptions { Units = 9, Heads = 4 },
                    new AttentionPoolingOptions { Units = 5 },
                ]
            },
            { "statistics", [new AttentionPoolingOptions { Units = 5, Summary = PoolingSummary.MeanStd }] },
        };

    // Blocks of queries have 64 rows. Both sides have float32 inputs; 1e-5 of the largest value is about a hundred of our roundings.
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Backward_ClipsBelowAtAndAboveABlock_MatchTheEquationsInFloat64(double dropout)
    {
        const int heads = 2, width = 3;
        var layer = new AttentionHeadsLayer("attention", new LayerShape(IsSequence: true, 3 * heads * width), heads, dropout);
        var layout = new PackedLayout();
        layout.Set([130, 65, 64, 63, 2, 1]);
        var input = new Activations();
        input.Resize(layout.RowCount, layer.Input.Features, layout);
        var random = new SeededRandom(3, "attention");
        Fill(random, input.Values);
        var step = new PassContext(WorkerPool.Serial) { IsTraining = true, Dropout = new SeededRandom(1, "dropout"), Step = 7 };

        layer.Forward(input, step);
        Fill(random, layer.Result.Gradients);
        layer.Backward(input, step, wantInputGradient: true);

        var expected = new AttentionEquations(input, layer.Result.Gradients.ToArray(), heads, width);
        expected.Compute(step, dropout);
        Distance(layer.Result.Values, expected.Values).ShouldBeLessThan(1e-5);
        Distance(input.Gradients, expected.Gradients).ShouldBeLessThan(1e-5);
    }

    // No frame masked, and the third.
    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void AttentionOver_AdditiveAttention_IsTheSoftmaxOfItsEquation(int masked)
    {
        var values = new float[5 * 3];
        Fill(new SeededRandom(5, "frames"), values);
        if (masked >= 0)
        {
            values.AsSpan(masked * 3, 3).Clear();
        }

        var network = Network.Create([new MaskingOptions(), new AttentionPoolingOptions { Units = 2 }], inputFeatures: 3, classes: 2, seed: 6);

        var weights = network.AttentionOver(new SequenceSet(values, [0, 5], 3), WorkerPool.Serial).ShouldNotBeNull();

        var (w, v) = (Values("attention_pooling_1.weight"), Values("attention_pooling_1.query"));
        double[] scores =
        [
            .. Enumerable.Range(0, 5).Select(frame => frame == masked ? 0 : Math.Exp(Enumerable.Range(0, 2).Sum(unit =>
                v[unit] * Math.Tanh(Enumerable.Range(0, 3).Sum(k => (double)w[(unit * 3) + k] * values[(frame * 3) + k]))))),
        ];
        for (var frame = 0; frame < 5; frame++)
        {
            // Both sides of float32 inputs; the network computes in float32.
            weights[frame].ShouldBe((float)(scores[frame] / scores.Sum()), 1e-6);
        }

        float[] Values(string name) => [.. network.Tensors.Single(tensor => tensor.Name == name).Values];
    }

    [Fact]
    public void AttentionOver_StepsOfSeveralFrames_DividesTheirWeights()
    {
        var values = new float[6 * Features];
        Fill(new SeededRandom(5, "frames"), values);
        var network = Network.Create(
            [new AveragePooling1dOptions { PoolSize = 2 }, new AttentionPoolingOptions { Units = 2 }], Features, classes: 2, seed: 6);

        var weights = network.AttentionOver(new SequenceSet(values, [0, 6], Features), WorkerPool.Serial).ShouldNotBeNull();

        weights.Sum().ShouldBe(1, 1e-6);
        Enumerable.Range(0, 3).ShouldAllBe(step => weights[2 * step] == weights[(2 * step) + 1]);
    }

    [Fact]
    public void AttentionOver_NetworkWithoutAttentionPooling_IsNone() =>
        Network.Create([new GlobalAveragePoolingOptions()], Features, classes: 2, seed: 1)
            .AttentionOver(new SequenceSet(new float[Features], [0, 1], Features), WorkerPool.Serial)
            .ShouldBeNull();

    [Theory, MemberData(nameof(Networks))]
    public void Predict_ClipAmongOthers_HasTheBitsOfTheClipAlone(string what, LayerOptions[] layers)
    {
        var clips = SyntheticClips.Make(40, features: Features, shortest: 1, longest: 90);
        var network = Network.Create(layers, Features, classes: 3, seed: 2);
        network.Standardizer = Standardizer.Fit(clips);
        using var pool = new WorkerPool(3);

        var together = network.Predict(clips, pool);

        for (var clip = 0; clip < clips.ClipCount; clip++)
        {
            var alone = network.Predict(clips.Select([clip]), WorkerPool.Serial);
            for (var k = 0; k < 3; k++)
            {
                alone[0, k].ShouldBe(together[clip, k], $"{what}, clip {clip}");
            }
        }
    }

    [Fact]
    public void Predict_LongClip_TakesMemoryByItsFramesAndNotByTheirSquare()
    {
        const int frames = 3000;
        var network = Network.Create(
            [new SelfAttentionOptions { Heads = 2 }, new GlobalAveragePoolingOptions()], inputFeatures: 4, classes: 2, seed: 1);
        var values = new float[frames * 4];
        Fill(new SeededRandom(1, "long"), values);
        var clips = new SequenceSet(values, [0, frames], 4);
        var before = GC.GetAllocatedBytesForCurrentThread();

        network.Predict(clips, WorkerPool.Serial);

        // The scores of both heads alone would be 72 MB.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(12_000_000);
    }

    [Fact]
    public void Predict_OneFrameOrFramesAlike_GivesTheMeanAndTheLeastDeviation()
    {
        var network = Network.Create(
            [new AttentionPoolingOptions { Units = 3, Summary = PoolingSummary.MeanStd }], inputFeatures: 2, classes: 2, seed: 1);
        network.Tensors.Single(tensor => tensor.Name == "output.weight").Values.Fill(0);
        network.Tensors.Single(tensor => tensor.Name == "output.weight").Values[2] = 1;

        // The output sees the deviation of the first feature alone: 1e-6 in both clips.
        var predictions = network.Predict(new SequenceSet([4, 5, 4, 5, 4, 5], [0, 1, 3], 2), WorkerPool.Serial);

        predictions[0, 0].ShouldBe(0.5f, 1e-6);
        predictions[1, 0].ShouldBe(0.5f, 1e-6);
    }

    [Fact]
    public void Forward_Positions_AreSinesAndCosinesOfTheFrame()
    {
        var layer = new PositionsLayer("positions_1", new LayerShape(IsSequence: true, 5));
        var layout = new PackedLayout();
        layout.Set([3, 1]);
        var input = new Activations();
        input.Resize(layout.RowCount, 5, layout);
        input.Values.Fill(1);

        layer.Forward(input, new PassContext(WorkerPool.Serial));

        foreach (var (frame, row) in new[] { (0, 0), (0, 1), (1, 2), (2, 3) })
        {
            for (var feature = 0; feature < 5; feature++)
            {
                var angle = frame / Math.Pow(10000, feature / 2 * 2 / 5.0);
                layer.Result.Values[(row * 5) + feature].ShouldBe(
                    (float)(1 + (feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle))), 1e-6, $"frame {frame}, feature {feature}");
            }
        }
    }

    [Fact]
    public void Create_HeadsThatDoNotDivideTheFeatures_NamesTheLayerAndTheNextWidth()
    {
        foreach (var layer in new LayerOptions[] { new SelfAttentionOptions { Heads = 4 }, new TransformerOptions { Heads = 4 } })
        {
            Should.Throw<LayerShapeException>(() => Network.Create([layer, new GlobalAveragePoolingOptions()], 39, 3, seed: 1))
                .Message.ShouldBe(
                    $"{layer.Kind}_1: input shape is [clips, frames, 39], expected a multiple of 4 features, as many for each of the 4 heads. "
                    + "Change heads, or put dense: {units: 40} before it.");
        }
    }

    [Fact]
    public void Create_OneRowAClip_IsRefused()
    {
        foreach (var layer in new LayerOptions[] { new SelfAttentionOptions(), new TransformerOptions(), new PositionsOptions() })
        {
            Should.Throw<LayerShapeException>(() => Network.Create([new GlobalAveragePoolingOptions(), layer], 8, 3, seed: 1))
                .Message.ShouldBe(
                    $"{layer.Kind}_1: input shape is [clips, 8], expected a sequence [clips, frames, features]. "
                    + "Put it before the layer that reduces the frames to one row, or set return_sequences: true there.");
        }
    }

    [Fact]
    public void Validate_SizesOfZeroAndDropoutOfOne_AreAllNamed()
    {
        new TransformerOptions { Layers = 0, Units = 0, Heads = 0, Dropout = 1 }
            .Validate().Select(problem => problem.Key).ShouldBe(["layers", "units", "heads", "dropout"]);
        new SelfAttentionOptions { Heads = 0, Dropout = double.NaN }
            .Validate().Select(problem => problem.Key).ShouldBe(["heads", "dropout"]);
    }

    private static void Fill(SeededRandom random, Span<float> values)
    {
        foreach (ref var value in values)
        {
            value = (2 * random.NextSingle()) - 1;
        }
    }

    private static double Distance(ReadOnlySpan<float> actual, double[] expected)
    {
        double largest = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(actual[i] - expected[i]));
        }

        return largest / expected.Max(Math.Abs);
    }

    /// <summary>The forward and backward equations of attention, as they stand in the papers, with whole matrices of scores.</summary>
    private sealed class AttentionEquations(Activations input, float[] dy, int heads, int width)
    {
        private readonly int _features = heads * width;
        private readonly PackedLayout _layout = input.Layout!;

        public double[] Values { get; } = new double[input.Rows * heads * width];

        public double[] Gradients { get; } = new double[input.Length];

        public void Compute(PassContext step, double dropout)
        {
            for (var head = 0; head < heads; head++)
            {
                var numbers = step.Dropout!.Stream($"attention.heads.{head}");
                var index = step.Step << 32;
                for (var clip = 0; clip < _layout.ClipCount; clip++)
                {
                    var rows = Enumerable.Range(0, _layout.Lengths[clip]).Select(frame => _layout.Row(frame, clip)).ToArray();
                    foreach (var query in rows)
                    {
                        Attend(head, query, rows, [.. rows.Select(_ => numbers.SingleAt(index++) < (float)dropout ? 0 : 1 / (1 - dropout))]);
                    }
                }
            }
        }

        private void Attend(int head, int query, int[] keys, double[] mask)
        {
            int At(int row, int part, int i) => (row * 3 * _features) + (part * _features) + (head * width) + i;
            int Out(int i) => (query * _features) + (head * width) + i;
            var x = input.ValueArray;
            double[] scores =
            [
                .. keys.Select(key =>
                    Enumerable.Range(0, width).Sum(i => (double)x[At(query, 0, i)] * x[At(key, 1, i)]) / Math.Sqrt(width)),
            ];
            var sum = scores.Sum(Math.Exp);
            double[] p = [.. scores.Select(score => Math.Exp(score) / sum)];
            var dp = new double[keys.Length];
            for (var key = 0; key < keys.Length; key++)
            {
                for (var i = 0; i < width; i++)
                {
                    Values[Out(i)] += p[key] * mask[key] * x[At(keys[key], 2, i)];
                    Gradients[At(keys[key], 2, i)] += p[key] * mask[key] * dy[Out(i)];
                    dp[key] += mask[key] * dy[Out(i)] * x[At(keys[key], 2, i)];
                }
            }

            var mean = p.Zip(dp).Sum(pair => pair.First * pair.Second);
            for (var key = 0; key < keys.Length; key++)
            {
                var ds = p[key] * (dp[key] - mean) / Math.Sqrt(width);
                for (var i = 0; i < width; i++)
                {
                    Gradients[At(query, 0, i)] += ds * x[At(keys[key], 1, i)];
                    Gradients[At(keys[key], 1, i)] += ds * x[At(query, 0, i)];
                }
            }
        }
    }
}
