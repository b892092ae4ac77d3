using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Tests.Layers;

/// <summary>Convolution against its definition, for every form of its products, on clips of different lengths.</summary>
public sealed class ConvolutionTests
{
    private static readonly int[] s_lengths = [41, 23, 23, 17, 9, 8];

    // All windows between the ends of such clips follow each other as one run.
    private static readonly int[] s_equalLengths = [12, 12, 12, 12, 12];

    /// <remarks>16 and 24 channels with stride 1 and 2 to 7 taps go through eight points; the others are summed by definition.</remarks>
    public static TheoryData<int, int, int, int, int> Shapes =>
        [(1, 1, 1, 16, 24), (2, 1, 1, 16, 24), (3, 1, 1, 24, 16), (4, 1, 1, 16, 16), (5, 1, 1, 16, 24), (6, 1, 1, 24, 24), (7, 1, 1, 16, 24),
         (8, 1, 1, 16, 24), (5, 1, 1, 5, 7), (5, 2, 1, 16, 24), (4, 3, 1, 5, 3), (2, 3, 1, 16, 16),
         (2, 1, 2, 16, 24), (3, 1, 3, 24, 16), (3, 1, 2, 5, 7), (2, 1, 7, 16, 16), (7, 1, 1, 5, 3), (1, 1, 4, 16, 16), (2, 1, 6, 5, 3),
         (9, 1, 1, 1, 16), (31, 1, 1, 1, 5), (9, 2, 1, 1, 7), (5, 1, 1, 13, 19), (5, 4, 1, 13, 8),
         (3, 2, 3, 5, 7), (3, 3, 2, 5, 3), (3, 4, 2, 5, 3), (4, 2, 2, 16, 24), (2, 6, 4, 5, 3), (2, 3, 6, 5, 3)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ForwardAndBackward_AnyShape_MatchTheDefinition(int taps, int stride, int dilation, int channels, int filters)
    {
        var covered = 1 + ((taps - 1) * dilation);
        foreach (var (padding, lengths) in from padding in Enum.GetValues<ConvolutionPadding>()
                 from lengths in (int[][])[s_lengths, s_equalLengths]
                 where padding == ConvolutionPadding.Same || lengths.Min() >= covered
                 select (padding, lengths))
        {
            using var pool = new WorkerPool(3);
            var options = new Conv1dOptions
            {
                Filters = filters,
                KernelSize = taps,
                Stride = stride,
                Dilation = dilation,
                Padding = padding,
            };
            var run = new Run(options, channels, lengths, pool);
            var definition = new Definition(run);

            Compare(run.Layer.Result.Values, definition.Values, "y");
            Compare(run.Gradient("weight"), definition.WeightGradients, "dw");
            Compare(run.Gradient("bias"), definition.BiasGradients, "db");
            Compare(run.Input.Gradients, definition.InputGradients, "dx");
        }
    }

    [Theory]
    [InlineData(5, 1, 1, 16)]
    [InlineData(5, 1, 1, 5)]
    [InlineData(9, 1, 1, 1)]
    [InlineData(4, 3, 1, 5)]
    [InlineData(3, 1, 4, 16)]
    public void Forward_OneClipAlone_HasTheBitsItHasInABatch(int taps, int stride, int dilation, int channels)
    {
        var options = new Conv1dOptions
        {
            Filters = 16,
            KernelSize = taps,
            Stride = stride,
            Dilation = dilation,
            Activation = ActivationFunction.Relu,
        };
        using var pool = new WorkerPool(2);
        var batch = new Run(options, channels, s_lengths, pool);
        for (var clip = 0; clip < s_lengths.Length; clip++)
        {
            var alone = new Run(options, channels, [s_lengths[clip]], WorkerPool.Serial, (batch, clip));

            for (var frame = 0; frame < alone.Layer.Result.Rows; frame++)
            {
                var row = batch.Layer.Result.Layout!.Row(frame, clip);
                alone.Layer.Result.Values.Slice(frame * 16, 16).SequenceEqual(batch.Layer.Result.Values.Slice(row * 16, 16)).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Forward_ByDefinition_IsOneChainOverTapsAndChannels()
    {
        var run = new Run(new() { Filters = 7, KernelSize = 4, Stride = 3 }, 5, s_lengths, WorkerPool.Serial);

        run.Layer.Result.Values.SequenceEqual(new Definition(run).Chains).ShouldBeTrue();
    }

    // Eight points give about 1e-6 of the root mean square; float32 chains over some hundred products about as much.
    private static void Compare(ReadOnlySpan<float> actual, double[] expected, string name)
    {
        actual.Length.ShouldBe(expected.Length);
        var scale = Math.Sqrt(expected.Sum(static value => value * value) / expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Math.Abs(actual[i] - expected[i]).ShouldBeLessThan(2e-5 * scale, $"{name}[{i}]: {actual[i]}, by definition {expected[i]}");
        }
    }

    /// <summary>One pass forward and backward through the layer alone.</summary>
    private sealed class Run
    {
        private readonly ParameterStore _store = new();

        public Run(Conv1dOptions options, int channels, int[] lengths, WorkerPool pool, (Run Batch, int Clip)? part = null)
        {
            Options = options;
            Layer = options.Build(new LayerBuilder("conv1d_1", 0, _store), new LayerShape(IsSequence: true, channels));
            _store.Allocate();
            var random = new SeededRandom(1, "convolution");
            Fill(_store.Values, random.Stream("weights"));
            var layout = new PackedLayout();
            layout.Set(lengths);
            Input.Resize(layout.RowCount, channels, layout);
            Fill(Input.Values, random.Stream("input"));
            for (var frame = 0; part is { } p && frame < layout.RowCount; frame++)
            {
                var row = p.Batch.Input.Layout!.Row(frame, p.Clip);
                p.Batch.Input.Values.Slice(row * channels, channels).CopyTo(Input.Values[(frame * channels)..]);
            }

            var context = new PassContext(pool) { IsTraining = true };
            Layer.Forward(Input, context);
            Fill(Layer.Result.Gradients, random.Stream("gradients"));
            Layer.Backward(Input, context, wantInputGradient: true);
        }

        public Conv1dOptions Options { get; }

        public Layer Layer { get; }

        public Activations Input { get; } = new();

        public Span<float> Values(string role) => Tensor(role).Values;

        public Span<float> Gradient(string role) => Tensor(role).Gradients;

        private NetworkTensor Tensor(string role) => _store.Tensors.Single(tensor => tensor.Name == "conv1d_1." + role);

        private static void Fill(Span<float> values, SeededRandom random)
        {
            foreach (ref var value in values)
            {
                value = (float)random.NextGaussian();
            }
        }
    }

    /// <summary>The readable convolution: y[t] = b + Σ x[stride t + dilation tap - zeros] w[tap], and its gradients, in float64.</summary>
    private sealed class Definition
    {
        public Definition(Run run)
        {
            var (options, channels) = (run.Options, run.Input.Width);
            var (from, to) = (run.Input.Layout!, run.Layer.Result.Layout!);
            Values = new double[run.Layer.Result.Length];
            Chains = new float[run.Layer.Result.Length];
            WeightGradients = new double[run.Values("weight").Length];
            BiasGradients = new double[options.Filters];
            InputGradients = new double[run.Input.Length];
            for (var clip = 0; clip < to.ClipCount; clip++)
            {
                var covered = ((to.Lengths[clip] - 1) * options.Stride) + ((options.KernelSize - 1) * options.Dilation) + 1;
                var zeros = options.Padding == ConvolutionPadding.Valid ? 0 : Math.Max(0, (covered - from.Lengths[clip]) / 2);
                for (var frame = 0; frame < to.Lengths[clip]; frame++)
                {
                    for (var filter = 0; filter < options.Filters; filter++)
                    {
                        var place = (to.Row(frame, clip) * options.Filters) + filter;
                        var dy = run.Layer.Result.Gradients[place];
                        BiasGradients[filter] += dy;
                        for (var tap = 0; tap < options.KernelSize; tap++)
                        {
                            var source = (frame * options.Stride) + (tap * options.Dilation) - zeros;
                            var isInside = source >= 0 && source < from.Lengths[clip];
                            for (var channel = 0; channel < channels; channel++)
                            {
                                var weight = (((filter * channels) + channel) * options.KernelSize) + tap;
                                var w = run.Values("weight")[weight];
                                var input = isInside ? (from.Row(source, clip) * channels) + channel : 0;
                                var x = isInside ? run.Input.Values[input] : 0;
                                Values[place] += (double)x * w;
                                Chains[place] = MathF.FusedMultiplyAdd(x, w, Chains[place]);
                                WeightGradients[weight] += (double)x * dy;
                                InputGradients[input] += isInside ? (double)dy * w : 0;
                            }
                        }

                        Values[place] += run.Values("bias")[filter];
                        Chains[place] += run.Values("bias")[filter];
                    }
                }
            }
        }

        public double[] Values { get; }

        public float[] Chains { get; }

        public double[] WeightGradients { get; }

        public double[] BiasGradients { get; }

        public double[] InputGradients { get; }
    }
}
