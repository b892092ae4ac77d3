using Bakeoff.Neural.Data;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Optimizers;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Tests.Engines;

/// <summary>An optimizer that no engine knows: v = 0.5 v + g, w -= rate v.</summary>
[Kind("heavy_ball")]
internal sealed record HeavyBallOptions : OptimizerOptions
{
    public override Optimizer Create(OptimizerSetting setting) => new HeavyBall(setting);

    private sealed class HeavyBall : Optimizer
    {
        private readonly float[] _velocities;
        private float _learningRate;

        public HeavyBall(OptimizerSetting setting)
            : base(setting, setting.WeightDecay) => _velocities = AddState("velocities");

        protected override void Prepare(long step, double learningRate) => _learningRate = (float)learningRate;

        protected override void UpdateWeights(WeightRun weights)
        {
            var velocities = weights.Slice(_velocities);
            for (var i = 0; i < velocities.Length; i++)
            {
                velocities[i] = (0.5f * velocities[i]) + weights.Gradients[i];
                weights.Values[i] -= _learningRate * velocities[i];
            }
        }
    }
}

/// <summary>A loss that no engine knows: half of cross-entropy.</summary>
[Kind("half_cross_entropy")]
internal sealed record HalfCrossEntropyOptions : LossOptions
{
    public override Loss Create(LossSetting setting) => new Half(new CrossEntropyOptions().Create(setting));

    private sealed class Half(Loss whole) : Loss
    {
        public override double Compute(ReadOnlySpan<float> outputs, BatchTruth truth, Span<float> gradients)
        {
            var loss = whole.Compute(outputs, truth, gradients);
            foreach (ref var gradient in gradients)
            {
                gradient /= 2;
            }

            return loss / 2;
        }
    }
}
