using Bakeoff.Options;

namespace Bakeoff.Neural.Optimizers;

/// <summary>Gradient descent with momentum, PyTorch's form: v = momentum v + g + decay w, w -= rate v.</summary>
[Kind("sgd")]
public sealed record SgdOptions : OptimizerOptions
{
    /// <inheritdoc/>
    public override Optimizer Create(OptimizerSetting setting) => new SgdOptimizer(setting);
}

/// <summary>Gradient descent with momentum.</summary>
internal sealed class SgdOptimizer : Optimizer
{
    private readonly float _momentum;
    private readonly float[] _velocities;
    private float _learningRate;

    public SgdOptimizer(OptimizerSetting setting)
        : base(setting, setting.WeightDecay)
    {
        _momentum = (float)setting.Momentum;
        _velocities = AddState("first");
    }

    protected override void Prepare(long step, double learningRate) => _learningRate = (float)learningRate;

    protected override void UpdateWeights(WeightRun weights)
    {
        var values = weights.Values;
        var gradients = weights.Gradients;
        var velocities = weights.Slice(_velocities);
        for (var i = 0; i < values.Length; i++)
        {
            velocities[i] = (_momentum * velocities[i]) + (gradients[i] + (weights.Decay * values[i]));
            values[i] -= _learningRate * velocities[i];
        }
    }
}
