using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Batch normalisation over live rows (Ioffe and Szegedy, 2015); running variance is the unbiased one, as in PyTorch. Sums are
/// float64, rows in rising order.</summary>
internal sealed class BatchNormalizationLayer : Layer
{
    // Threads share no line of a cache.
    private const int FeatureUnit = 16;

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
        Bands.Run(
            context.Pool, input.Width, FeatureUnit, input.Length, (Layer: this, Input: input, context.IsTraining),
            static (first, last, pass) => pass.Layer.ForwardBand(pass.Input, pass.IsTraining, first, last));
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        _ = Result.Gradients;
        _ = wantInputGradient ? input.Gradients : [];
        Bands.Run(
            context.Pool, input.Width, FeatureUnit, input.Length,
            (Layer: this, Input: input, context.IsTraining, WantsInputGradient: wantInputGradient),
            static (first, last, pass) =>
            {
                pass.Layer.WeightGradients(pass.Input, first, last);
                if (pass.WantsInputGradient)
                {
                    pass.Layer.InputGradients(pass.Input, pass.IsTraining, first, last);
                }
            });
    }

    private void ForwardBand(Activations input, bool isTraining, int first, int last)
    {
        if (isTraining)
        {
            TakeStatistics(input, first, last);
        }
        else
        {
            for (var feature = first; feature < last; feature++)
            {
                _first[feature] = _runningMean.Values[feature];
                _second[feature] = _runningVariance.Values[feature];
            }
        }

        for (var feature = first; feature < last; feature++)
        {
            _scale[feature] = (float)(1 / Math.Sqrt(_second[feature] + _epsilon));
        }

        var means = _first.AsSpan(first, last - first);
        var scale = _scale.AsSpan(first, last - first);
        var weight = _weight.Values[first..last];
        var bias = _bias.Values[first..last];
        for (var row = 0; row < input.Rows; row++)
        {
            var begin = (row * input.Width) + first;
            var x = input.ValueArray.AsSpan(begin, last - first);
            var normalized = _normalized.AsSpan(begin, last - first);
            var y = Result.ValueArray.AsSpan(begin, last - first);
            var i = 0;
            for (; i <= x.Length - 8; i += 8)
            {
                var (lower, upper) = Vector256.Widen(Vector256.Create<float>(x[i..]));
                var value = Vector256.Narrow(lower - Vector256.Create<double>(means[i..]), upper - Vector256.Create<double>(means[(i + 4)..]))
                    * Vector256.Create<float>(scale[i..]);
                value.CopyTo(normalized[i..]);
                ((value * Vector256.Create<float>(weight[i..])) + Vector256.Create<float>(bias[i..])).CopyTo(y[i..]);
            }

            for (; i < x.Length; i++)
            {
                normalized[i] = (float)(x[i] - means[i]) * scale[i];
                y[i] = (normalized[i] * weight[i]) + bias[i];
            }
        }
    }

    private void WeightGradients(Activations input, int first, int last)
    {
        var sums = _first.AsSpan(first, last - first);
        var products = _second.AsSpan(first, last - first);
        sums.Clear();
        products.Clear();
        for (var row = 0; row < input.Rows; row++)
        {
            var dy = Result.GradientArray.AsSpan((row * input.Width) + first, last - first);
            var normalized = _normalized.AsSpan((row * input.Width) + first, last - first);
            var i = 0;
            for (; i <= dy.Length - 4; i += 4)
            {
                var (gradient, value) = (Widen(dy[i..]), Widen(normalized[i..]));
                (Vector256.Create<double>(sums[i..]) + gradient).CopyTo(sums[i..]);
                (Vector256.Create<double>(products[i..]) + (gradient * value)).CopyTo(products[i..]);
            }

            for (; i < dy.Length; i++)
            {
                sums[i] += dy[i];
                products[i] += (double)dy[i] * normalized[i];
            }
        }

        for (var feature = first; feature < last; feature++)
        {
            _bias.Gradients[feature] = (float)_first[feature];
            _weight.Gradients[feature] = (float)_second[feature];
        }
    }

    // With batch statistics each row moves the mean and the variance of all; with running ones it does not.
    private void InputGradients(Activations input, bool isTraining, int first, int last)
    {
        var sums = _first.AsSpan(first, last - first);
        var products = _second.AsSpan(first, last - first);
        var weight = _weight.Values[first..last];
        var scale = _scale.AsSpan(first, last - first);
        var rows = Vector256.Create((double)input.Rows);
        for (var row = 0; row < input.Rows; row++)
        {
            var begin = (row * input.Width) + first;
            var dy = Result.GradientArray.AsSpan(begin, last - first);
            var normalized = _normalized.AsSpan(begin, last - first);
            var dx = input.GradientArray.AsSpan(begin, last - first);
            var i = 0;
            for (; isTraining && i <= dx.Length - 4; i += 4)
            {
                var shared = (Vector256.Create<double>(sums[i..]) + (Widen(normalized[i..]) * Vector256.Create<double>(products[i..]))) / rows;
                var gradient = (Widen(dy[i..]) - shared) * Widen(weight[i..]) * Widen(scale[i..]);
                Vector256.Narrow(gradient, gradient).GetLower().CopyTo(dx[i..]);
            }

            for (; i < dx.Length; i++)
            {
                var shared = isTraining ? (sums[i] + (normalized[i] * products[i])) / input.Rows : 0;
                dx[i] = (float)((dy[i] - shared) * weight[i] * scale[i]);
            }
        }
    }

    private void TakeStatistics(Activations input, int first, int last)
    {
        var means = _first.AsSpan(first, last - first);
        var squares = _second.AsSpan(first, last - first);
        means.Clear();
        squares.Clear();
        for (var row = 0; row < input.Rows; row++)
        {
            var x = input.ValueArray.AsSpan((row * input.Width) + first, last - first);
            var i = 0;
            for (; i <= x.Length - 4; i += 4)
            {
                (Vector256.Create<double>(means[i..]) + Widen(x[i..])).CopyTo(means[i..]);
            }

            for (; i < x.Length; i++)
            {
                means[i] += x[i];
            }
        }

        for (var i = 0; i < means.Length; i++)
        {
            means[i] /= input.Rows;
        }

        for (var row = 0; row < input.Rows; row++)
        {
            var x = input.ValueArray.AsSpan((row * input.Width) + first, last - first);
            var i = 0;
            for (; i <= x.Length - 4; i += 4)
            {
                var distance = Widen(x[i..]) - Vector256.Create<double>(means[i..]);
                (Vector256.Create<double>(squares[i..]) + (distance * distance)).CopyTo(squares[i..]);
            }

            for (; i < x.Length; i++)
            {
                var distance = x[i] - means[i];
                squares[i] += distance * distance;
            }
        }

        var mean = _runningMean.Values;
        var variance = _runningVariance.Values;
        for (var feature = first; feature < last; feature++)
        {
            var unbiased = _second[feature] / Math.Max(1, input.Rows - 1);
            _second[feature] /= input.Rows;
            mean[feature] += _momentum * ((float)_first[feature] - mean[feature]);
            variance[feature] += _momentum * ((float)unbiased - variance[feature]);
        }
    }

    private static Vector256<double> Widen(ReadOnlySpan<float> values) => Vector256.WidenLower(Vector128.Create(values).ToVector256());
}
