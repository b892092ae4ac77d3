namespace Bakeoff.Neural.Layers;

/// <summary>A non-linearity on its own.</summary>
internal sealed class ActivationLayer(string name, LayerShape input, ActivationFunction function) : Layer(name, input, input)
{
    internal override bool TakesParts => true;

    public override void Forward(Activations input, PassContext context)
    {
        Result.Resize(input.Rows, input.Width, input.Layout);
        ActivationKernel.Forward(function, input.Values, Result.Values);
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        if (wantInputGradient)
        {
            ActivationKernel.Backward(function, input.Values, Result.Values, Result.Gradients, input.Gradients);
        }
    }
}
