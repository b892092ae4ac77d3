using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>A non-linearity on its own.</summary>
internal sealed class ActivationLayer(string name, LayerShape input, ActivationFunction function) : Layer(name, input, input)
{
    internal override bool TakesParts => true;

    public override void Forward(Activations input, PassContext context)
    {
        Result.Resize(input.Rows, input.Width, input.Layout);
        Bands.Run(
            context.Pool, input.Length, 1024, input.Length, (Function: function, Input: input.ValueArray, Result: Result.ValueArray),
            static (first, last, pass) => ActivationKernel.Forward(
                pass.Function, pass.Input.AsSpan(first, last - first), pass.Result.AsSpan(first, last - first)));
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        if (wantInputGradient)
        {
            _ = input.Gradients;
            Bands.Run(
                context.Pool, input.Length, 1024, input.Length, (Function: function, Input: input, Result),
                static (first, last, pass) => ActivationKernel.Backward(
                    pass.Function,
                    pass.Input.ValueArray.AsSpan(first, last - first),
                    pass.Result.ValueArray.AsSpan(first, last - first),
                    pass.Result.GradientArray.AsSpan(first, last - first),
                    pass.Input.GradientArray.AsSpan(first, last - first)));
        }
    }
}
