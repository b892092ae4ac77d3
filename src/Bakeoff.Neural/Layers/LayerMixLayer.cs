using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>y = Σ a_s x_s with a = softmax(w), where a row is x_0, x_1, ... side by side. Legend: s state, d as in gradients.</summary>
internal sealed class LayerMixLayer : Layer
{
    private const int Lanes = 8;

    private readonly NetworkTensor _weight;
    private readonly int _states;
    private readonly float[] _shares;
    private readonly double[] _shareGradients;

    public LayerMixLayer(LayerBuilder builder, LayerShape input, int states)
        : base(builder.Name, input, input.WithFeatures(Math.Max(1, input.Features / states)))
    {
        if (input.Features % states != 0)
        {
            throw new LayerShapeException(
                builder.Name,
                input,
                FormattableString.Invariant($"a multiple of {states} features, those of {states} states side by side"),
                "Set states to the number of states: layers of the encoder plus one; and features.kind.encoder.layer to mix.");
        }

        _states = states;
        _weight = builder.Bias("weight", states);
        _shares = new float[states];
        _shareGradients = new double[states];
    }

    internal override bool TakesParts => true;

    public override void Forward(Activations input, PassContext context)
    {
        SetShares();
        Result.Resize(input.Rows, Output.Features, input.Layout);
        Bands.Run(
            context.Pool, input.Rows, 1, input.Length, (Layer: this, Input: input),
            static (first, last, pass) => pass.Layer.Mix(pass.Input, first, last));
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        // A state is summed by one thread, over all rows in their order.
        _ = Result.Gradients;
        Bands.Run(
            context.Pool, _states, 1, input.Length, (Layer: this, Input: input),
            static (first, last, pass) => pass.Layer.SumShareGradients(pass.Input, first, last));
        var mean = 0.0;
        for (var s = 0; s < _states; s++)
        {
            mean += _shares[s] * _shareGradients[s];
        }

        for (var s = 0; s < _states; s++)
        {
            _weight.Gradients[s] = (float)(_shares[s] * (_shareGradients[s] - mean));
        }

        if (wantInputGradient)
        {
            _ = input.Gradients;
            Bands.Run(
                context.Pool, input.Rows, 1, input.Length, (Layer: this, Input: input),
                static (first, last, pass) => pass.Layer.InputGradients(pass.Input, first, last));
        }
    }

    private void SetShares()
    {
        var largest = float.NegativeInfinity;
        foreach (var weight in _weight.Values)
        {
            largest = MathF.Max(largest, weight);
        }

        float sum = 0;
        for (var s = 0; s < _states; s++)
        {
            _shares[s] = DeterministicMath.Exp(_weight.Values[s] - largest);
            sum += _shares[s];
        }

        for (var s = 0; s < _states; s++)
        {
            _shares[s] /= sum;
        }
    }

    private void Mix(Activations input, int first, int last)
    {
        var width = Output.Features;
        for (var row = first; row < last; row++)
        {
            var y = Result.ValueArray.AsSpan(row * width, width);
            y.Clear();
            for (var s = 0; s < _states; s++)
            {
                RowKernels.MultiplyAdd(State(input.ValueArray, row, s), _shares[s], y, y);
            }
        }
    }

    // da_s = Σ dy · x_s over all rows, in eight sums that are added in the end.
    private void SumShareGradients(Activations input, int first, int last)
    {
        var width = Output.Features;
        for (var s = first; s < last; s++)
        {
            var (lower, upper, rest) = (Vector256<double>.Zero, Vector256<double>.Zero, 0.0);
            for (var row = 0; row < input.Rows; row++)
            {
                var x = State(input.ValueArray, row, s);
                var dy = Result.GradientArray.AsSpan(row * width, width);
                var i = 0;
                for (; i <= width - Lanes; i += Lanes)
                {
                    var (lowerX, upperX) = Vector256.Widen(Vector256.Create(x[i..]));
                    var (lowerGradient, upperGradient) = Vector256.Widen(Vector256.Create<float>(dy[i..]));
                    lower += lowerX * lowerGradient;
                    upper += upperX * upperGradient;
                }

                for (; i < width; i++)
                {
                    rest += (double)x[i] * dy[i];
                }
            }

            var sums = lower + upper;
            _shareGradients[s] = sums[0] + sums[1] + sums[2] + sums[3] + rest;
        }
    }

    private void InputGradients(Activations input, int first, int last)
    {
        var width = Output.Features;
        for (var row = first; row < last; row++)
        {
            var dy = Result.GradientArray.AsSpan(row * width, width);
            for (var s = 0; s < _states; s++)
            {
                var dx = input.GradientArray.AsSpan((row * input.Width) + (s * width), width);
                for (var i = 0; i < width; i++)
                {
                    dx[i] = _shares[s] * dy[i];
                }
            }
        }
    }

    private ReadOnlySpan<float> State(float[] values, int row, int state) =>
        values.AsSpan((row * Input.Features) + (state * Output.Features), Output.Features);
}
