using System.Globalization;
using System.Numerics;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Convolution over frames; filters are [filters, features, kernel] as in PyTorch.</summary>
internal sealed class Conv1dLayer : Layer
{
    private readonly Conv1dOptions _options;
    private readonly NetworkTensor _weight;
    private readonly NetworkTensor _bias;
    private readonly PackedLayout _layout = new();
    private readonly WindowTable _windows = new();
    private readonly WindowTable _inputWindows = new();
    private readonly WindowProducts _forward;
    private readonly WindowProducts[] _backward;
    private readonly Action<int, int> _finishRows;
    private readonly Action<int, int> _beginRows;
    private int[] _lengths = [];
    private WindowTable.FirstFrames[] _first = [];
    private float[] _preActivation = [];

    public Conv1dLayer(LayerBuilder builder, LayerShape input, Conv1dOptions options)
        : base(builder.Name, input, new LayerShape(IsSequence: true, options.Filters))
    {
        input.RequireFrames(builder.Name, "Put it before the layer that reduces the frames to one row.");

        _options = options;
        _weight = builder.Weight("weight", options.Filters, input.Features, options.KernelSize);
        _bias = builder.Bias("bias", options.Filters);
        _forward = CreateProducts(options.KernelSize, input.Features, options.Filters, together: input.Features);
        _backward =
        [
            .. Enumerable
                .Range(0, Math.Min(TapStep, options.KernelSize))
                .Select(first => CreateProducts(
                    TapsFrom(first), options.Filters, input.Features, together: options.Filters * input.Features)),
        ];
        (_finishRows, _beginRows) = (FinishRows, BeginRows);
    }

    private int CommonDivisor => (int)BigInteger.GreatestCommonDivisor(_options.Stride, _options.Dilation);

    /// <summary>Distance of the taps that see the same frame from different output frames.</summary>
    private int TapStep => _options.Stride / CommonDivisor;

    public override void Initialize(SeededRandom random) =>
        Initializers.GlorotUniform(_weight.Values, Input.Features * _options.KernelSize, _options.Filters * _options.KernelSize, random);

    public override void CheckLengths(ReadOnlySpan<int> frames)
    {
        foreach (var count in frames)
        {
            if (OutputFrames(count) < 1)
            {
                var reach = _options.Dilation == 1 ? "kernel_size" : "1 + (kernel_size - 1) * dilation";
                throw new LayerShapeException(
                    Name, (Input with { Steps = count }).ToString(),
                    string.Create(CultureInfo.InvariantCulture, $"at least {_options.Reach} frames ({reach})"),
                    "Use padding: same, or leave short clips out.");
            }
        }
    }

    public override void MapLengths(Span<int> frames)
    {
        foreach (ref var count in frames)
        {
            count = OutputFrames(count);
        }
    }

    public override void Forward(Activations input, PassContext context)
    {
        var layout = input.Layout!;
        _lengths = _lengths.Length == layout.ClipCount ? _lengths : new int[layout.ClipCount];
        layout.Lengths.CopyTo(_lengths);
        MapLengths(_lengths);
        _layout.Set(_lengths);
        Result.Resize(_layout.RowCount, _options.Filters, _layout);
        if (ActivationKernel.NeedsInput(_options.Activation))
        {
            _preActivation = Activations.Grow(_preActivation, Result.Length);
        }

        _first = _first.Length == _lengths.Length ? _first : new WindowTable.FirstFrames[_lengths.Length];
        for (var clip = 0; clip < _first.Length; clip++)
        {
            _first[clip] = new(-LeadingZeros(layout, clip), 0);
        }

        _windows.Set(layout, _layout, new(_forward.Transform.Sources, _forward.Transform.Targets, _options.Stride, 1, _options.Dilation), _first);
        _forward.SetFilters(_weight.Values, _options.KernelSize, new(0, 1), Transpose.Yes, context.Pool);
        _forward.Convolve(_windows, input.ValueArray, Result.ValueArray, _finishRows, context.Pool);
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        _ = Result.Gradients;
        _forward.Differentiate(
            _windows, input.ValueArray, Result.GradientArray, _beginRows, context.Pool,
            new(_weight.Gradients, _options.KernelSize, _bias.Gradients));
        if (!wantInputGradient)
        {
            return;
        }

        var dx = input.Gradients;
        if (_backward.Length < _options.Stride)
        {
            // No filter sees the frames of the phases that are left out.
            dx.Clear();
        }

        for (var first = 0; first < _backward.Length; first++)
        {
            DifferentiateInput(input, first, context.Pool);
        }
    }

    /// <summary>Gradients of the frames that only every <see cref="TapStep"/>-th tap sees, from tap <paramref name="firstTap"/> on.</summary>
    private void DifferentiateInput(Activations input, int firstTap, WorkerPool pool)
    {
        var (layout, stride, products) = (input.Layout!, _options.Stride, _backward[firstTap]);
        var taps = TapsFrom(firstTap);
        var distance = _options.Dilation / CommonDivisor;
        var (back, phase) = Math.DivRem(firstTap * _options.Dilation, stride);
        for (var clip = 0; clip < _first.Length; clip++)
        {
            // Frame stride n + phase - zeros meets tap firstTap + TapStep a of output frame n - back - distance a.
            var zeros = LeadingZeros(layout, clip);
            var n = Math.Max(0, (zeros - phase + stride - 1) / stride);
            _first[clip] = new(n - back - ((taps - 1) * distance), (stride * n) + phase - zeros);
        }

        _inputWindows.Set(_layout, layout, new(products.Transform.Sources, products.Transform.Targets, 1, stride, distance), _first);
        products.SetFilters(
            _weight.Values, _options.KernelSize, new(firstTap + (TapStep * (taps - 1)), -TapStep), Transpose.No, pool);
        products.Convolve(_inputWindows, Result.GradientArray, input.GradientArray, finishRows: null, pool);
    }

    private WindowProducts CreateProducts(int taps, int channels, int filters, int together) => new(
        EightPointWindows.Fits(taps, _options.Stride, channels, filters) ? new EightPointWindows(taps) : new PlainWindows(taps, together),
        channels,
        filters);

    private int TapsFrom(int first) => (_options.KernelSize - first + TapStep - 1) / TapStep;

    private void FinishRows(int first, int count)
    {
        var y = Result.ValueArray.AsSpan(first * _options.Filters, count * _options.Filters);
        RowKernels.AddToRows(_bias.Values, y);
        if (ActivationKernel.NeedsInput(_options.Activation))
        {
            y.CopyTo(_preActivation.AsSpan(first * _options.Filters));
        }

        if (_options.Activation != ActivationFunction.Linear)
        {
            ActivationKernel.Forward(_options.Activation, y, y);
        }
    }

    private void BeginRows(int first, int count)
    {
        if (_options.Activation != ActivationFunction.Linear)
        {
            var (begin, length) = (first * _options.Filters, count * _options.Filters);
            var x = ActivationKernel.NeedsInput(_options.Activation) ? _preActivation.AsSpan(begin, length) : [];
            var dy = Result.GradientArray.AsSpan(begin, length);
            ActivationKernel.Backward(_options.Activation, x, Result.ValueArray.AsSpan(begin, length), dy, dy);
        }
    }

    private int OutputFrames(int frames) => _options.Padding == ConvolutionPadding.Same
        ? (frames + _options.Stride - 1) / _options.Stride
        : frames < _options.Reach ? 0 : 1 + ((frames - _options.Reach) / _options.Stride);

    /// <summary>Zeros that a clip's first window sees before its first frame.</summary>
    private int LeadingZeros(PackedLayout input, int clip) => _options.Padding == ConvolutionPadding.Valid
        ? 0
        : Math.Max(0, (((_layout.Lengths[clip] - 1) * _options.Stride) + _options.Reach - input.Lengths[clip]) / 2);
}
