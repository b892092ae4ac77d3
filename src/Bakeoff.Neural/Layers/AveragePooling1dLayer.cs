namespace Bakeoff.Neural.Layers;

/// <summary>Mean of each feature over a window's live frames.</summary>
internal sealed class AveragePooling1dLayer(string name, LayerShape input, int poolSize, int stride)
    : Pooling1dLayer(name, input, poolSize, stride)
{
    protected override void PoolWindow(Activations input, Window window, int first, int last)
    {
        var means = Result.ValueArray.AsSpan((window.Row * input.Width) + first, last - first);
        means.Clear();
        for (var frame = window.Begin; frame < window.End; frame++)
        {
            RowKernels.Add(Frame(input.ValueArray, input, window, frame, first, last), means);
        }

        foreach (ref var mean in means)
        {
            mean /= window.End - window.Begin;
        }
    }

    protected override void SpreadWindow(Activations input, Window window, int first, int last)
    {
        // The gradient of the result is not needed any more.
        var shares = Result.GradientArray.AsSpan((window.Row * input.Width) + first, last - first);
        foreach (ref var share in shares)
        {
            share /= window.End - window.Begin;
        }

        for (var frame = window.Begin; frame < window.End; frame++)
        {
            RowKernels.Add(shares, Frame(input.GradientArray, input, window, frame, first, last));
        }
    }
}
