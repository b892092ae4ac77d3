namespace Bakeoff.Neural.Layers;

/// <summary>Inverted dropout.</summary>
internal sealed class DropoutLayer(string name, LayerShape input, double rate) : Layer(name, input, input)
{
    private readonly DropoutMask _mask = new(name, rate);

    internal override bool TakesParts => true;

    public override void Forward(Activations input, PassContext context)
    {
        Result.Resize(input.Rows, input.Width, input.Layout);
        if (context.IsTraining && rate > 0)
        {
            RowKernels.Multiply(input.ValueArray, _mask.Draw(input.Length, context), Result.ValueArray, input.Length, context.Pool);
        }
        else
        {
            input.Values.CopyTo(Result.Values);
        }
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        if (!wantInputGradient)
        {
            return;
        }

        if (context.IsTraining && rate > 0)
        {
            _ = input.Gradients;
            RowKernels.Multiply(Result.GradientArray, _mask.Array, input.GradientArray, input.Length, context.Pool);
        }
        else
        {
            Result.Gradients.CopyTo(input.Gradients);
        }
    }
}
