namespace Bakeoff.Neural.Layers;

/// <summary>Mean of each feature over the live frames of a clip, summed in frame order.</summary>
internal sealed class GlobalAveragePoolingLayer : Layer
{
    // Of the one clip that comes in parts.
    private int _framesBefore;

    public GlobalAveragePoolingLayer(string name, LayerShape input)
        : base(name, input, LayerShape.PerClip(input.Features))
    {
        input.RequireFrames(name, "Remove it, or set return_sequences: true on the layer before.");
    }

    internal override bool TakesParts => true;

    public override void Forward(Activations input, PassContext context)
    {
        var layout = input.Layout!;
        Result.Resize(layout.ClipCount, input.Width, layout: null);
        if (context.IsFirstPart)
        {
            Result.Values.Clear();
            _framesBefore = 0;
        }

        for (var step = 0; step < layout.StepCount; step++)
        {
            // The rows of one step are those of the first clips, in order.
            var length = layout.LiveAt(step) * input.Width;
            RowKernels.Add(input.ValueArray.AsSpan(layout.Row(step, 0) * input.Width, length), Result.ValueArray.AsSpan(0, length));
        }

        if (!context.IsLastPart)
        {
            _framesBefore += layout.StepCount;
            return;
        }

        for (var clip = 0; clip < layout.ClipCount; clip++)
        {
            RowKernels.Divide(Result.ValueArray.AsSpan(clip * input.Width, input.Width), layout.Lengths[clip] + _framesBefore);
        }
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        if (!wantInputGradient)
        {
            return;
        }

        var layout = input.Layout!;
        var gradients = Result.Gradients;
        for (var clip = 0; clip < layout.ClipCount; clip++)
        {
            RowKernels.Divide(gradients.Slice(clip * input.Width, input.Width), layout.Lengths[clip]);
        }

        var target = input.Gradients;
        for (var step = 0; step < layout.StepCount; step++)
        {
            gradients[..(layout.LiveAt(step) * input.Width)].CopyTo(target[(layout.Row(step, 0) * input.Width)..]);
        }
    }
}
