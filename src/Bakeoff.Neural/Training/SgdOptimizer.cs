using Bakeoff.Neural.Layers;

namespace Bakeoff.Neural.Training;

/// <summary>Gradient descent with momentum, PyTorch's form: v = momentum v + g + decay w, w -= rate v.</summary>
internal sealed class SgdOptimizer(ParameterStore store, double weightDecay, float momentum) : Optimizer(store, weightDecay)
{
    private float _learningRate;

    protected override void Prepare(long step, double learningRate) => _learningRate = (float)learningRate;

    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, float decay)
    {
        for (var i = 0; i < values.Length; i++)
        {
            first[i] = (momentum * first[i]) + (gradients[i] + (decay * values[i]));
            values[i] -= _learningRate * first[i];
        }
    }
}
