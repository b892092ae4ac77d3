using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Batch normalisation over live rows (Ioffe and Szegedy, 2015); running variance is the unbiased one, as in PyTorch. Sums are
/// float64, rows in rising order.</summary>
internal sealed class BatchNormalizationLayer : Layer
{
    private readonly NetworkTensor _weight;
    private readonly NetworkTensor _bias;
    private readonly NetworkTensor _runningMean;
    private readonly NetworkTensor _runningVariance;
    private readonly float _momentum;
    private readonly float _epsilon;
    private readonly double[] _first;
    private readonly double[] _second;
    private readonly float[] _scale;
    private float[] _normalized = [];

    public BatchNormalizationLayer(LayerBuilder builder, LayerShape input, float momentum, float epsilon)
        : base(builder.Name, input, input)
    {
        _momentum = momentum;
        _epsilon = epsilon;
        _weight = builder.Bias("weight", input.Features);
        _bias = builder.Bias("bias", input.Features);
        _runningMean = builder.Statistic("running_mean", input.Features);
        _runningVariance = builder.Statistic("running_var", input.Features);
        _first = new double[input.Features];
        _second = new double[input.Features];
        _scale = new float[input.Features];
    }

    internal override bool TakesParts => true;

    public override void Initialize(SeededRandom random)
    {
        _weight.Values.Fill(1);
        _runningVariance.Values.Fill(1);
    }

    public override void Forward(Activations input, PassContext context)
    {
        Result.Resize(input.Rows, input.Width, input.Layout);
        _normalized = Activations.Grow(_normalized, input.Length);
        if (context.IsTraining)
        {
            TakeStatistics(input);
        }
        else
        {
            for (var feature = 0; feature < input.Width; feature++)
            {
                _first[feature] = _runningMean.Values[feature];
                _second[feature] = _runningVariance.Values[feature];
            }
        }

        var weight = _weight.Values;
        var bias = _bias.Values;
        for (var feature = 0; feature < input.Width; feature++)
        {
            _scale[feature] = (float)(1 / Math.Sqrt(_second[feature] + _epsilon));
        }

        for (var row = 0; row < input.Rows; row++)
        {
            for (var feature = 0; feature < input.Width; feature++)
            {
                var place = (row * input.Width) + feature;
                _normalized[place] = (float)(input.ValueArray[place] - _first[feature]) * _scale[feature];
                Result.ValueArray[place] = (_normalized[place] * weight[feature]) + bias[feature];
            }
        }
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        var dy = Result.Gradients;
        Array.Clear(_first);
        Array.Clear(_second);
        for (var row = 0; row < input.Rows; row++)
        {
            for (var feature = 0; feature < input.Width; feature++)
            {
                var place = (row * input.Width) + feature;
                _first[feature] += dy[place];
                _second[feature] += (double)dy[place] * _normalized[place];
            }
        }

        var weight = _weight.Values;
        for (var feature = 0; feature < input.Width; feature++)
        {
            _bias.Gradients[feature] = (float)_first[feature];
            _weight.Gradients[feature] = (float)_second[feature];
        }

        if (!wantInputGradient)
        {
            return;
        }

        // With batch statistics each row moves the mean and the variance of all; with running ones it does not.
        var dx = input.Gradients;
        for (var row = 0; row < input.Rows; row++)
        {
            for (var feature = 0; feature < input.Width; feature++)
            {
                var place = (row * input.Width) + feature;
                var shared = context.IsTraining ? (_first[feature] + (_normalized[place] * _second[feature])) / input.Rows : 0;
                dx[place] = (float)((dy[place] - shared) * weight[feature] * _scale[feature]);
            }
        }
    }

    private void TakeStatistics(Activations input)
    {
        Array.Clear(_first);
        Array.Clear(_second);
        for (var i = 0; i < input.Length; i++)
        {
            _first[i % input.Width] += input.ValueArray[i];
        }

        for (var feature = 0; feature < input.Width; feature++)
        {
            _first[feature] /= input.Rows;
        }

        for (var i = 0; i < input.Length; i++)
        {
            var distance = input.ValueArray[i] - _first[i % input.Width];
            _second[i % input.Width] += distance * distance;
        }

        var mean = _runningMean.Values;
        var variance = _runningVariance.Values;
        for (var feature = 0; feature < input.Width; feature++)
        {
            var unbiased = _second[feature] / Math.Max(1, input.Rows - 1);
            _second[feature] /= input.Rows;
            mean[feature] += _momentum * ((float)_first[feature] - mean[feature]);
            variance[feature] += _momentum * ((float)unbiased - variance[feature]);
        }
    }
}
