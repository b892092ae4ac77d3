using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Layer normalisation of each row (Ba, Kiros and Hinton, 2016). Sums are float64, features in rising order.</summary>
internal sealed class LayerNormalizationLayer : Layer
{
    private readonly NetworkTensor _weight;
    private readonly NetworkTensor _bias;
    private readonly float _epsilon;
    private float[] _normalized = [];
    private float[] _scale = [];

    public LayerNormalizationLayer(LayerBuilder builder, LayerShape input, float epsilon)
        : base(builder.Name, input, input)
    {
        _epsilon = epsilon;
        _weight = builder.Bias("weight", input.Features);
        _bias = builder.Bias("bias", input.Features);
    }

    internal override bool TakesParts => true;

    public override void Initialize(SeededRandom random) => _weight.Values.Fill(1);

    public override void Forward(Activations input, PassContext context)
    {
        Result.Resize(input.Rows, input.Width, input.Layout);
        _normalized = Activations.Grow(_normalized, input.Length);
        _scale = Activations.Grow(_scale, input.Rows);
        var weight = _weight.Values;
        var bias = _bias.Values;
        for (var row = 0; row < input.Rows; row++)
        {
            var x = input.ValueArray.AsSpan(row * input.Width, input.Width);
            var normalized = _normalized.AsSpan(row * input.Width, input.Width);
            _scale[row] = Normalize(x, normalized);
            for (var feature = 0; feature < x.Length; feature++)
            {
                Result.ValueArray[(row * input.Width) + feature] = (normalized[feature] * weight[feature]) + bias[feature];
            }
        }
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        var dy = Result.Gradients;
        var weight = _weight.Values;
        var weightGradient = _weight.Gradients;
        weightGradient.Clear();
        RowKernels.SumColumns(dy, _bias.Gradients);
        for (var row = 0; row < input.Rows; row++)
        {
            double sum = 0, product = 0;
            for (var feature = 0; feature < input.Width; feature++)
            {
                var place = (row * input.Width) + feature;
                weightGradient[feature] += dy[place] * _normalized[place];
                sum += dy[place] * weight[feature];
                product += (double)(dy[place] * weight[feature]) * _normalized[place];
            }

            for (var feature = 0; feature < input.Width && wantInputGradient; feature++)
            {
                var place = (row * input.Width) + feature;
                input.Gradients[place] = (float)(
                    ((dy[place] * weight[feature]) - ((sum + (_normalized[place] * product)) / input.Width)) * _scale[row]);
            }
        }
    }

    private float Normalize(ReadOnlySpan<float> x, Span<float> normalized)
    {
        var moments = Moments.Of(x);
        var scale = 1 / Math.Sqrt(moments.Variance + _epsilon);
        for (var feature = 0; feature < x.Length; feature++)
        {
            normalized[feature] = (float)((x[feature] - moments.Mean) * scale);
        }

        return (float)scale;
    }
}
