namespace Bakeoff.Neural.Layers;

/// <summary>One output frame for each window of frames; PyTorch's ceil mode: the last window may
/// reach past the clip and then uses live frames only.</summary>
internal abstract class Pooling1dLayer : Layer
{
    private readonly PackedLayout _layout = new();
    private readonly int _poolSize;
    private readonly int _stride;
    private int[] _lengths = [];

    protected Pooling1dLayer(string name, LayerShape input, int poolSize, int stride)
        : base(name, input, new LayerShape(IsSequence: true, input.Features))
    {
        if (!input.IsSequence)
        {
            throw new LayerShapeException(
                name,
                input,
                "a sequence [clips, frames, features]",
                "Put it before the layer that reduces the frames to one row.");
        }

        _poolSize = poolSize;
        _stride = stride;
    }

    public override void MapLengths(Span<int> frames)
    {
        foreach (ref var count in frames)
        {
            var windows = count <= _poolSize ? 1 : 1 + ((count - _poolSize + _stride - 1) / _stride);
            count = (windows - 1) * _stride < count ? windows : windows - 1;
        }
    }

    public override void Forward(Activations input, PassContext context)
    {
        var layout = input.Layout!;
        _lengths = _lengths.Length == layout.ClipCount ? _lengths : new int[layout.ClipCount];
        layout.Lengths.CopyTo(_lengths);
        MapLengths(_lengths);
        _layout.Set(_lengths);
        Result.Resize(_layout.RowCount, input.Width, _layout);
        Prepare();
        for (var step = 0; step < _layout.StepCount; step++)
        {
            for (var clip = 0; clip < _layout.LiveAt(step); clip++)
            {
                PoolWindow(
                    input,
                    step * _stride,
                    Math.Min((step * _stride) + _poolSize, layout.Lengths[clip]),
                    clip,
                    _layout.Row(step, clip));
            }
        }
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        if (!wantInputGradient)
        {
            return;
        }

        input.Gradients.Clear();
        _ = Result.Gradients;
        for (var step = 0; step < _layout.StepCount; step++)
        {
            for (var clip = 0; clip < _layout.LiveAt(step); clip++)
            {
                SpreadWindow(
                    input,
                    step * _stride,
                    Math.Min((step * _stride) + _poolSize, input.Layout!.Lengths[clip]),
                    clip,
                    _layout.Row(step, clip));
            }
        }
    }

    protected virtual void Prepare()
    {
    }

    protected abstract void PoolWindow(Activations input, int begin, int end, int clip, int row);

    protected abstract void SpreadWindow(Activations input, int begin, int end, int clip, int row);
}
