using System.Runtime.Intrinsics;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>Adam (Kingma and Ba, 2015); with weight decay AdamW (Loshchilov and Hutter, 2019). Formulas in PyTorch's order of operations.</summary>
internal sealed class AdamOptimizer(ParameterStore store, double weightDecay) : Optimizer(store, weightDecay)
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const float Epsilon = 1e-8f;

    private float _learningRate;
    private float _stepSize;
    private float _rootCorrection;

    protected override void Prepare(long step, double learningRate)
    {
        _learningRate = (float)learningRate;
        _stepSize = (float)(learningRate / (1 - DeterministicMath.Pow(Beta1, step)));
        _rootCorrection = (float)Math.Sqrt(1 - DeterministicMath.Pow(Beta2, step));
    }

    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, float decay)
    {
        const float keep1 = (float)Beta1, take1 = (float)(1 - Beta1), keep2 = (float)Beta2, take2 = (float)(1 - Beta2);
        var kept = 1 - (_learningRate * decay);
        var i = 0;
        for (; i <= values.Length - 8; i += 8)
        {
            var gradient = Vector256.Create(gradients[i..]);
            var mean = (Vector256.Create<float>(first[i..]) * keep1) + (gradient * take1);
            var square = (Vector256.Create<float>(second[i..]) * keep2) + (gradient * gradient * take2);
            mean.CopyTo(first[i..]);
            square.CopyTo(second[i..]);
            var root = (Vector256.Sqrt(square) / Vector256.Create(_rootCorrection)) + Vector256.Create(Epsilon);
            ((Vector256.Create<float>(values[i..]) * kept) - (mean / root * _stepSize)).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            var gradient = gradients[i];
            first[i] = (first[i] * keep1) + (gradient * take1);
            second[i] = (second[i] * keep2) + (gradient * gradient * take2);
            var root = (MathF.Sqrt(second[i]) / _rootCorrection) + Epsilon;
            values[i] = (values[i] * kept) - (first[i] / root * _stepSize);
        }
    }
}
