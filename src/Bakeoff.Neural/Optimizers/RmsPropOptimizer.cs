using Bakeoff.Options;

namespace Bakeoff.Neural.Optimizers;

/// <summary>RMSprop (Hinton, lecture 6e, 2012) in PyTorch's form: s = 0.99 s + 0.01 g², w -= rate g / (sqrt(s) + 1e-8).</summary>
[Kind("rmsprop")]
public sealed record RmsPropOptions : OptimizerOptions
{
    /// <inheritdoc/>
    public override Optimizer Create(OptimizerSetting setting) => new RmsPropOptimizer(setting);
}

/// <summary>RMSprop.</summary>
internal sealed class RmsPropOptimizer : Optimizer
{
    private const float Keep = 0.99f;
    private const float Take = 0.01f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _squares;
    private float _learningRate;

    public RmsPropOptimizer(OptimizerSetting setting)
        : base(setting, setting.WeightDecay) => _squares = AddState("second");

    protected override void Prepare(long step, double learningRate) => _learningRate = (float)learningRate;

    protected override void UpdateWeights(WeightRun weights)
    {
        var values = weights.Values;
        var gradients = weights.Gradients;
        var squares = weights.Slice(_squares);
        for (var i = 0; i < values.Length; i++)
        {
            var gradient = gradients[i] + (weights.Decay * values[i]);
            squares[i] = (Keep * squares[i]) + (Take * gradient * gradient);
            values[i] -= _learningRate * (gradient / (MathF.Sqrt(squares[i]) + Epsilon));
        }
    }
}
