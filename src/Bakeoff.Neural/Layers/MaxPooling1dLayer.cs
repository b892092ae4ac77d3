namespace Bakeoff.Neural.Layers;

/// <summary>Largest value of each feature in a window; among equals the first frame gets the gradient. NaN counts as the largest.</summary>
internal sealed class MaxPooling1dLayer(string name, LayerShape input, int poolSize, int stride)
    : Pooling1dLayer(name, input, poolSize, stride)
{
    private int[] _frames = [];

    protected override void Prepare() => _frames = _frames.Length >= Result.Length ? _frames : new int[Result.Length];

    protected override void PoolWindow(Activations input, int begin, int end, int clip, int row)
    {
        for (var feature = 0; feature < input.Width; feature++)
        {
            var best = begin;
            var largest = input.ValueArray[(input.Layout!.Row(begin, clip) * input.Width) + feature];
            for (var frame = begin + 1; frame < end; frame++)
            {
                var value = input.ValueArray[(input.Layout.Row(frame, clip) * input.Width) + feature];
                if (value > largest || (float.IsNaN(value) && !float.IsNaN(largest)))
                {
                    (best, largest) = (frame, value);
                }
            }

            Result.ValueArray[(row * input.Width) + feature] = largest;
            _frames[(row * input.Width) + feature] = best;
        }
    }

    protected override void SpreadWindow(Activations input, int begin, int end, int clip, int row)
    {
        for (var feature = 0; feature < input.Width; feature++)
        {
            var place = (row * input.Width) + feature;
            input.GradientArray[(input.Layout!.Row(_frames[place], clip) * input.Width) + feature] += Result.GradientArray[place];
        }
    }
}
