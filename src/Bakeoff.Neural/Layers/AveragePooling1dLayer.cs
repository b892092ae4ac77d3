namespace Bakeoff.Neural.Layers;

/// <summary>Mean of each feature over a window's live frames.</summary>
internal sealed class AveragePooling1dLayer(string name, LayerShape input, int poolSize, int stride)
    : Pooling1dLayer(name, input, poolSize, stride)
{
    protected override void PoolWindow(Activations input, int begin, int end, int clip, int row)
    {
        for (var feature = 0; feature < input.Width; feature++)
        {
            float sum = 0;
            for (var frame = begin; frame < end; frame++)
            {
                sum += input.ValueArray[(input.Layout!.Row(frame, clip) * input.Width) + feature];
            }

            Result.ValueArray[(row * input.Width) + feature] = sum / (end - begin);
        }
    }

    protected override void SpreadWindow(Activations input, int begin, int end, int clip, int row)
    {
        for (var feature = 0; feature < input.Width; feature++)
        {
            var share = Result.GradientArray[(row * input.Width) + feature] / (end - begin);
            for (var frame = begin; frame < end; frame++)
            {
                input.GradientArray[(input.Layout!.Row(frame, clip) * input.Width) + feature] += share;
            }
        }
    }
}
