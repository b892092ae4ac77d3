using Bakeoff.Neural.Optimizers;
using Bakeoff.Options;

namespace Bakeoff.SampleEngine;

/// <summary>Moves each weight by the learning rate against the sign of its smoothed gradient
/// (signSGD with momentum, Bernstein et al., 2018).</summary>
[Kind("sign")]
public sealed record SignOptions : OptimizerOptions
{
    /// <inheritdoc/>
    public override Optimizer Create(OptimizerSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return new SignOptimizer(setting);
    }
}

/// <summary>v = momentum v + (1 - momentum) g, w -= rate (sign(v) + decay w).</summary>
internal sealed class SignOptimizer : Optimizer
{
    private readonly float _momentum;
    private readonly float[] _means;
    private float _learningRate;

    public SignOptimizer(OptimizerSetting setting)
        : base(setting, setting.WeightDecay)
    {
        _momentum = (float)setting.Momentum;
        _means = AddState("mean");
    }

    protected override void Prepare(long step, double learningRate) => _learningRate = (float)learningRate;

    protected override void UpdateWeights(WeightRun weights)
    {
        var means = weights.Slice(_means);
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = (_momentum * means[i]) + ((1 - _momentum) * weights.Gradients[i]);
            weights.Values[i] -= _learningRate * (MathF.Sign(means[i]) + (weights.Decay * weights.Values[i]));
        }
    }
}
