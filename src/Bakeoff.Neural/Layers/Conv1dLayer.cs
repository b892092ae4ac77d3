using System.Globalization;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Convolution over frames as one matrix product: each output frame's window is laid out as a row,
/// then multiplied by the filters [filters, features, kernel].</summary>
internal sealed class Conv1dLayer : Layer
{
    private readonly Conv1dOptions _options;
    private readonly NetworkTensor _weight;
    private readonly NetworkTensor _bias;
    private readonly PackedLayout _layout = new();
    private int[] _lengths = [];
    private float[] _windows = [];
    private float[] _windowGradients = [];
    private float[] _preActivation = [];

    public Conv1dLayer(LayerBuilder builder, LayerShape input, Conv1dOptions options)
        : base(builder.Name, input, new LayerShape(IsSequence: true, options.Filters))
    {
        if (!input.IsSequence)
        {
            throw new LayerShapeException(
                builder.Name,
                input,
                "a sequence [clips, frames, features]",
                "Put it before the layer that reduces the frames to one row.");
        }

        _options = options;
        _weight = builder.Weight("weight", options.Filters, input.Features, options.KernelSize);
        _bias = builder.Bias("bias", options.Filters);
    }

    private int WindowWidth => Input.Features * _options.KernelSize;

    public override void Initialize(SeededRandom random) =>
        Initializers.GlorotUniform(_weight.Values, WindowWidth, _options.Filters * _options.KernelSize, random);

    public override void CheckLengths(ReadOnlySpan<int> frames)
    {
        foreach (var count in frames)
        {
            if (OutputFrames(count) < 1)
            {
                throw new LayerShapeException(
                    Name, (Input with { Steps = count }).ToString(),
                    string.Create(CultureInfo.InvariantCulture, $"at least {_options.KernelSize} frames (kernel_size)"),
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
        _windows = Activations.Grow(_windows, Result.Rows * WindowWidth);
        _windows.AsSpan(0, Result.Rows * WindowWidth).Clear();
        ForEachFrame(
            layout,
            (Values: input.ValueArray, Windows: _windows, Features: Input.Features, Kernel: _options.KernelSize),
            static (state, from, window, tap) =>
            {
                for (var feature = 0; feature < state.Features; feature++)
                {
                    state.Windows[window + (feature * state.Kernel) + tap] = state.Values[from + feature];
                }
            });
        var y = Result.Values;
        RowKernels.FillRows(_bias.Values, y);
        Gemm.Multiply(
            Transpose.No,
            Transpose.Yes,
            Result.Rows,
            _options.Filters,
            WindowWidth,
            _windows,
            WindowWidth,
            _weight.Values,
            WindowWidth,
            y,
            _options.Filters,
            accumulate: true,
            context.Pool);
        if (ActivationKernel.NeedsInput(_options.Activation))
        {
            _preActivation = Activations.Grow(_preActivation, y.Length);
            y.CopyTo(_preActivation);
        }

        if (_options.Activation != ActivationFunction.Linear)
        {
            ActivationKernel.Forward(_options.Activation, y, y);
        }
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        var dy = Result.Gradients;
        if (_options.Activation != ActivationFunction.Linear)
        {
            ActivationKernel.Backward(_options.Activation, _preActivation, Result.Values, dy, dy);
        }

        Gemm.Multiply(
            Transpose.Yes,
            Transpose.No,
            _options.Filters,
            WindowWidth,
            Result.Rows,
            dy,
            _options.Filters,
            _windows,
            WindowWidth,
            _weight.Gradients,
            WindowWidth,
            accumulate: false,
            context.Pool);
        RowKernels.SumColumns(dy, _bias.Gradients);
        if (!wantInputGradient)
        {
            return;
        }

        _windowGradients = Activations.Grow(_windowGradients, Result.Rows * WindowWidth);
        Gemm.Multiply(
            Transpose.No,
            Transpose.No,
            Result.Rows,
            WindowWidth,
            _options.Filters,
            dy,
            _options.Filters,
            _weight.Values,
            WindowWidth,
            _windowGradients,
            WindowWidth,
            accumulate: false,
            context.Pool);
        input.Gradients.Clear();
        ForEachFrame(
            input.Layout!,
            (Gradients: input.GradientArray, Windows: _windowGradients, Input.Features, Kernel: _options.KernelSize),
            static (state, from, window, tap) =>
            {
                for (var feature = 0; feature < state.Features; feature++)
                {
                    state.Gradients[from + feature] += state.Windows[window + (feature * state.Kernel) + tap];
                }
            });
    }

    private int OutputFrames(int frames) => _options.Padding == ConvolutionPadding.Same
        ? (frames + _options.Stride - 1) / _options.Stride
        : frames < _options.KernelSize ? 0 : 1 + ((frames - _options.KernelSize) / _options.Stride);

    // Calls with the offsets of an input row and of the window row that sees it, and the window's tap.
    private void ForEachFrame<TState>(PackedLayout layout, TState state, Action<TState, int, int, int> visit)
    {
        for (var step = 0; step < _layout.StepCount; step++)
        {
            for (var clip = 0; clip < _layout.LiveAt(step); clip++)
            {
                var frames = layout.Lengths[clip];
                var padding =
                    _options.Padding == ConvolutionPadding.Valid
                        ? 0
                        : Math.Max(0, (((_layout.Lengths[clip] - 1) * _options.Stride) + _options.KernelSize - frames) / 2);
                for (var tap = 0; tap < _options.KernelSize; tap++)
                {
                    var frame = (step * _options.Stride) + tap - padding;
                    if (frame >= 0 && frame < frames)
                    {
                        visit(state, layout.Row(frame, clip) * Input.Features, _layout.Row(step, clip) * WindowWidth, tap);
                    }
                }
            }
        }
    }
}
