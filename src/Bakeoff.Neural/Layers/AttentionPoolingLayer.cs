using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>y = Σ a_t x_t with a = softmax over frames of v · tanh(W x_t + b). Legend: u
/// = tanh(W x + b), s = v · u, d as in gradients.</summary>
internal sealed class AttentionPoolingLayer : Layer
{
    private readonly NetworkTensor _weight;
    private readonly NetworkTensor _bias;
    private readonly NetworkTensor _query;
    private readonly int _units;
    private float[] _u = [];
    private float[] _du = [];
    private float[] _attention = [];
    private float[] _scoreGradient = [];

    public AttentionPoolingLayer(LayerBuilder builder, LayerShape input, int units)
        : base(builder.Name, input, LayerShape.PerClip(input.Features))
    {
        if (!input.IsSequence)
        {
            throw new LayerShapeException(
                builder.Name,
                input,
                "a sequence [clips, frames, features]",
                "Remove it, or set return_sequences: true on the layer before.");
        }

        _units = units;
        _weight = builder.Weight("weight", units, input.Features);
        _bias = builder.Bias("bias", units);
        _query = builder.Weight("query", units);
    }

    public override void Initialize(SeededRandom random)
    {
        Initializers.GlorotUniform(_weight.Values, Input.Features, _units, random);
        Initializers.GlorotUniform(_query.Values, _units, 1, random);
    }

    public override void Forward(Activations input, PassContext context)
    {
        var layout = input.Layout!;
        _u = Activations.Grow(_u, input.Rows * _units);
        _attention = Activations.Grow(_attention, input.Rows);
        var u = _u.AsSpan(0, input.Rows * _units);
        RowKernels.FillRows(_bias.Values, u);
        Gemm.Multiply(
            Transpose.No,
            Transpose.Yes,
            input.Rows,
            _units,
            input.Width,
            input.Values,
            input.Width,
            _weight.Values,
            input.Width,
            u,
            _units,
            accumulate: true,
            context.Pool);
        DeterministicMath.Tanh(u, u);
        Gemm.Multiply(
            Transpose.No,
            Transpose.No,
            input.Rows,
            1,
            _units,
            u,
            _units,
            _query.Values,
            1,
            _attention,
            1,
            accumulate: false,
            context.Pool);
        Result.Resize(layout.ClipCount, input.Width, layout: null);
        Result.Values.Clear();
        for (var clip = 0; clip < layout.ClipCount; clip++)
        {
            Normalize(layout, clip);
            var y = Result.ValueArray.AsSpan(clip * input.Width, input.Width);
            for (var frame = 0; frame < layout.Lengths[clip]; frame++)
            {
                var row = layout.Row(frame, clip);
                for (var feature = 0; feature < y.Length; feature++)
                {
                    y[feature] += _attention[row] * input.ValueArray[(row * input.Width) + feature];
                }
            }
        }
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        var layout = input.Layout!;
        _scoreGradient = Activations.Grow(_scoreGradient, input.Rows);
        for (var clip = 0; clip < layout.ClipCount; clip++)
        {
            ScoreGradients(input, layout, clip);
        }

        _du = Activations.Grow(_du, input.Rows * _units);
        var query = _query.Values;
        for (var row = 0; row < input.Rows; row++)
        {
            for (var unit = 0; unit < _units; unit++)
            {
                var value = _u[(row * _units) + unit];
                _du[(row * _units) + unit] = _scoreGradient[row] * query[unit] * (1 - (value * value));
            }
        }

        Gemm.Multiply(
            Transpose.Yes,
            Transpose.No,
            _units,
            1,
            input.Rows,
            _u,
            _units,
            _scoreGradient,
            1,
            _query.Gradients,
            1,
            accumulate: false,
            context.Pool);
        Gemm.Multiply(
            Transpose.Yes,
            Transpose.No,
            _units,
            input.Width,
            input.Rows,
            _du,
            _units,
            input.Values,
            input.Width,
            _weight.Gradients,
            input.Width,
            accumulate: false,
            context.Pool);
        RowKernels.SumColumns(_du.AsSpan(0, input.Rows * _units), _bias.Gradients);
        if (wantInputGradient)
        {
            InputGradients(input, layout, context);
        }
    }

    private void Normalize(PackedLayout layout, int clip)
    {
        var largest = float.NegativeInfinity;
        for (var frame = 0; frame < layout.Lengths[clip]; frame++)
        {
            largest = MathF.Max(largest, _attention[layout.Row(frame, clip)]);
        }

        float sum = 0;
        for (var frame = 0; frame < layout.Lengths[clip]; frame++)
        {
            ref var score = ref _attention[layout.Row(frame, clip)];
            score = DeterministicMath.Exp(score - largest);
            sum += score;
        }

        for (var frame = 0; frame < layout.Lengths[clip]; frame++)
        {
            _attention[layout.Row(frame, clip)] /= sum;
        }
    }

    // ds_t = a_t (da_t - Σ a da), da_t = dy · x_t.
    private void ScoreGradients(Activations input, PackedLayout layout, int clip)
    {
        var dy = Result.Gradients.Slice(clip * input.Width, input.Width);
        float mean = 0;
        for (var frame = 0; frame < layout.Lengths[clip]; frame++)
        {
            var row = layout.Row(frame, clip);
            float gradient = 0;
            for (var feature = 0; feature < dy.Length; feature++)
            {
                gradient += dy[feature] * input.ValueArray[(row * input.Width) + feature];
            }

            _scoreGradient[row] = gradient;
            mean += _attention[row] * gradient;
        }

        for (var frame = 0; frame < layout.Lengths[clip]; frame++)
        {
            var row = layout.Row(frame, clip);
            _scoreGradient[row] = _attention[row] * (_scoreGradient[row] - mean);
        }
    }

    private void InputGradients(Activations input, PackedLayout layout, PassContext context)
    {
        var dx = input.Gradients;
        for (var step = 0; step < layout.StepCount; step++)
        {
            for (var clip = 0; clip < layout.LiveAt(step); clip++)
            {
                var row = layout.Row(step, clip);
                for (var feature = 0; feature < input.Width; feature++)
                {
                    dx[(row * input.Width) + feature] = _attention[row] * Result.GradientArray[(clip * input.Width) + feature];
                }
            }
        }

        Gemm.Multiply(
            Transpose.No,
            Transpose.No,
            input.Rows,
            input.Width,
            _units,
            _du,
            _units,
            _weight.Values,
            input.Width,
            dx,
            input.Width,
            accumulate: true,
            context.Pool);
    }
}
