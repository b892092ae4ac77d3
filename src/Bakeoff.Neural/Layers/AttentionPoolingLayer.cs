using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>y = Σ a_t x_t with a = softmax over frames of v · tanh(W x_t + b), and beside it the root of Σ a_t (x_t - y)² where deviations
/// are wanted. Legend: u = tanh(W x + b), s = v · u, d as in gradients.</summary>
internal sealed class AttentionPoolingLayer : Layer
{
    // Keeps the slope of the root finite where a clip's frames are all alike, or one has all the weight.
    private const float LeastVariance = 1e-12f;

    private readonly NetworkTensor _weight;
    private readonly NetworkTensor _bias;
    private readonly NetworkTensor _query;
    private readonly int _units;
    private readonly bool _hasDeviations;
    private float[] _u = [];
    private float[] _du = [];
    private float[] _attention = [];
    private float[] _scoreGradient = [];
    private float[] _varianceGradient = [];

    public AttentionPoolingLayer(LayerBuilder builder, LayerShape input, int units, PoolingSummary summary)
        : base(builder.Name, input, LayerShape.PerClip(summary == PoolingSummary.MeanStd ? 2 * input.Features : input.Features))
    {
        input.RequireFrames(builder.Name, "Remove it, or set return_sequences: true on the layer before.");

        _units = units;
        _hasDeviations = summary == PoolingSummary.MeanStd;
        _weight = builder.Weight("weight", units, input.Features);
        _bias = builder.Bias("bias", units);
        _query = builder.Weight("query", units);
    }

    /// <summary>Weights of the first clip of the last pass, shape [steps]; they add up to 1.</summary>
    /// <param name="layout">Layout of that pass.</param>
    public float[] FirstWeights(PackedLayout layout) =>
        [.. Enumerable.Range(0, layout.Lengths[0]).Select(step => _attention[layout.Row(step, 0)])];

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
        Result.Resize(layout.ClipCount, Output.Features, layout: null);
        Result.Values.Clear();
        for (var clip = 0; clip < layout.ClipCount; clip++)
        {
            Normalize(layout, clip);
            var y = Result.ValueArray.AsSpan(clip * Output.Features, input.Width);
            for (var frame = 0; frame < layout.Lengths[clip]; frame++)
            {
                var row = layout.Row(frame, clip);
                for (var feature = 0; feature < y.Length; feature++)
                {
                    y[feature] += _attention[row] * input.ValueArray[(row * input.Width) + feature];
                }
            }

            if (_hasDeviations)
            {
                Deviations(input, layout, clip);
            }
        }
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        var layout = input.Layout!;
        _scoreGradient = Activations.Grow(_scoreGradient, input.Rows);
        _varianceGradient = Activations.Grow(_varianceGradient, input.Width);
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

    private void Deviations(Activations input, PackedLayout layout, int clip)
    {
        var means = Result.ValueArray.AsSpan(clip * Output.Features, input.Width);
        var deviations = Result.ValueArray.AsSpan((clip * Output.Features) + input.Width, input.Width);
        for (var frame = 0; frame < layout.Lengths[clip]; frame++)
        {
            var row = layout.Row(frame, clip);
            for (var feature = 0; feature < means.Length; feature++)
            {
                var distance = input.ValueArray[(row * input.Width) + feature] - means[feature];
                deviations[feature] += _attention[row] * distance * distance;
            }
        }

        foreach (ref var deviation in deviations)
        {
            deviation = MathF.Sqrt(MathF.Max(deviation, LeastVariance));
        }
    }

    // Gradient by the variance of each feature: dσ / 2σ, and 0 at the least variance.
    private ReadOnlySpan<float> VarianceGradients(int clip)
    {
        var features = Input.Features;
        var deviations = Result.ValueArray.AsSpan((clip * Output.Features) + features, features);
        var gradients = Result.GradientArray.AsSpan((clip * Output.Features) + features, features);
        for (var feature = 0; feature < features; feature++)
        {
            var deviation = deviations[feature];
            _varianceGradient[feature] =
                deviation > MathF.Sqrt(LeastVariance) ? gradients[feature] / (2 * deviation) : 0;
        }

        return _varianceGradient.AsSpan(0, features);
    }

    // ds_t = a_t (da_t - Σ a da), da_t = dy · x_t, and + dv · (x_t - y)² with the gradient dv by the variance. The mean in the variance adds
    // nothing, as Σ a (x - y) is 0.
    private void ScoreGradients(Activations input, PackedLayout layout, int clip)
    {
        var dy = Result.Gradients.Slice(clip * Output.Features, input.Width);
        var dv = _hasDeviations ? VarianceGradients(clip) : [];
        var means = Result.ValueArray.AsSpan(clip * Output.Features, input.Width);
        float mean = 0;
        for (var frame = 0; frame < layout.Lengths[clip]; frame++)
        {
            var row = layout.Row(frame, clip);
            float gradient = 0;
            for (var feature = 0; feature < dy.Length; feature++)
            {
                gradient += dy[feature] * input.ValueArray[(row * input.Width) + feature];
            }

            for (var feature = 0; feature < dv.Length; feature++)
            {
                var distance = input.ValueArray[(row * input.Width) + feature] - means[feature];
                gradient += dv[feature] * distance * distance;
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
        for (var clip = 0; clip < layout.ClipCount; clip++)
        {
            var dy = Result.GradientArray.AsSpan(clip * Output.Features, input.Width);
            var dv = _hasDeviations ? VarianceGradients(clip) : [];
            var means = Result.ValueArray.AsSpan(clip * Output.Features, input.Width);
            for (var frame = 0; frame < layout.Lengths[clip]; frame++)
            {
                var row = layout.Row(frame, clip);
                for (var feature = 0; feature < input.Width; feature++)
                {
                    dx[(row * input.Width) + feature] = _attention[row] * dy[feature];
                }

                for (var feature = 0; feature < dv.Length; feature++)
                {
                    var distance = input.ValueArray[(row * input.Width) + feature] - means[feature];
                    dx[(row * input.Width) + feature] += 2 * _attention[row] * dv[feature] * distance;
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
