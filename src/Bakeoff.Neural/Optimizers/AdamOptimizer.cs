using System.Runtime.Intrinsics;
using System.Text.Json.Serialization;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Neural.Optimizers;

/// <summary>Adam, beta 0.9 and 0.999, epsilon 1e-8 (Kingma and Ba, 2015), by PyTorch's formula.</summary>
[Kind("adam")]
public sealed record AdamOptions : OptimizerOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasWeightDecay => false;

    /// <inheritdoc/>
    public override Optimizer Create(OptimizerSetting setting) => new AdamOptimizer(setting, weightDecay: 0);
}

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019), by PyTorch's formula.</summary>
[Kind("adamw")]
public sealed record AdamWOptions : OptimizerOptions
{
    /// <inheritdoc/>
    public override Optimizer Create(OptimizerSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return new AdamOptimizer(setting, setting.WeightDecay);
    }
}

/// <summary>Adam and AdamW, with PyTorch's order of operations.</summary>
internal sealed class AdamOptimizer : Optimizer
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const float Epsilon = 1e-8f;

    private readonly float[] _means;
    private readonly float[] _squares;
    private float _learningRate;
    private float _stepSize;
    private float _rootCorrection;

    public AdamOptimizer(OptimizerSetting setting, double weightDecay)
        : base(setting, weightDecay)
    {
        _means = AddState("first");
        _squares = AddState("second");
    }

    protected override void Prepare(long step, double learningRate)
    {
        _learningRate = (float)learningRate;
        _stepSize = (float)(learningRate / (1 - DeterministicMath.Pow(Beta1, step)));
        _rootCorrection = (float)Math.Sqrt(1 - DeterministicMath.Pow(Beta2, step));
    }

    protected override void UpdateWeights(WeightRun weights)
    {
        const float keep1 = (float)Beta1, take1 = (float)(1 - Beta1), keep2 = (float)Beta2, take2 = (float)(1 - Beta2);
        var values = weights.Values;
        var gradients = weights.Gradients;
        var first = weights.Slice(_means);
        var second = weights.Slice(_squares);
        var kept = 1 - (_learningRate * weights.Decay);
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
