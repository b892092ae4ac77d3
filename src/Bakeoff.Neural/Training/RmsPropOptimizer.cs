using Bakeoff.Neural.Layers;

namespace Bakeoff.Neural.Training;

/// <summary>RMSprop (Hinton, lecture 6e, 2012), PyTorch's form: s = 0.99 s + 0.01 g², w -= rate g / (sqrt(s) + 1e-8).</summary>
internal sealed class RmsPropOptimizer(ParameterStore store, double weightDecay) : Optimizer(store, weightDecay)
{
    private const float Keep = 0.99f;
    private const float Take = 0.01f;
    private const float Epsilon = 1e-8f;

    private float _learningRate;

    protected override void Prepare(long step, double learningRate) => _learningRate = (float)learningRate;

    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, float decay)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var gradient = gradients[i] + (decay * values[i]);
            second[i] = (Keep * second[i]) + (Take * gradient * gradient);
            values[i] -= _learningRate * (gradient / (MathF.Sqrt(second[i]) + Epsilon));
        }
    }
}
