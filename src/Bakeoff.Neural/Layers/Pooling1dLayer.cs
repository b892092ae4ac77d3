using System.Runtime.InteropServices;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>One output frame for each window of frames; PyTorch's ceil mode: the last window may
/// reach past the clip and then uses live frames only.</summary>
internal abstract class Pooling1dLayer : Layer
{
    // Threads share no line of a cache.
    private const int FeatureUnit = 16;

    private readonly PackedLayout _layout = new();
    private readonly int _poolSize;
    private readonly int _stride;
    private int[] _lengths = [];

    protected Pooling1dLayer(string name, LayerShape input, int poolSize, int stride)
        : base(name, input, new LayerShape(IsSequence: true, input.Features))
    {
        input.RequireFrames(name, "Put it before the layer that reduces the frames to one row.");

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
        Bands.Run(
            context.Pool, input.Width, FeatureUnit, input.Length, (Layer: this, Input: input),
            static (first, last, pass) => pass.Layer.PoolBand(pass.Input, first, last));
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        if (!wantInputGradient)
        {
            return;
        }

        _ = input.Gradients;
        _ = Result.Gradients;
        Bands.Run(
            context.Pool, input.Width, FeatureUnit, input.Length, (Layer: this, Input: input),
            static (first, last, pass) => pass.Layer.SpreadBand(pass.Input, first, last));
    }

    protected virtual void Prepare()
    {
    }

    /// <summary>Pools features <paramref name="first"/> to <paramref name="last"/> - 1 of a window.</summary>
    protected abstract void PoolWindow(Activations input, Window window, int first, int last);

    /// <summary>Adds the gradient of these features of a window to those of its frames.</summary>
    protected abstract void SpreadWindow(Activations input, Window window, int first, int last);

    /// <summary>Features <paramref name="first"/> to <paramref name="last"/> - 1 of a frame of the window's clip.</summary>
    protected static Span<float> Frame(float[] matrix, Activations input, Window window, int frame, int first, int last) =>
        matrix.AsSpan((input.Layout!.Row(frame, window.Clip) * input.Width) + first, last - first);

    private void PoolBand(Activations input, int first, int last)
    {
        for (var step = 0; step < _layout.StepCount; step++)
        {
            for (var clip = 0; clip < _layout.LiveAt(step); clip++)
            {
                PoolWindow(input, WindowOf(input, step, clip), first, last);
            }
        }
    }

    private void SpreadBand(Activations input, int first, int last)
    {
        for (var row = 0; row < input.Rows; row++)
        {
            input.GradientArray.AsSpan((row * input.Width) + first, last - first).Clear();
        }

        for (var step = 0; step < _layout.StepCount; step++)
        {
            for (var clip = 0; clip < _layout.LiveAt(step); clip++)
            {
                SpreadWindow(input, WindowOf(input, step, clip), first, last);
            }
        }
    }

    private Window WindowOf(Activations input, int step, int clip) => new(
        step * _stride, Math.Min((step * _stride) + _poolSize, input.Layout!.Lengths[clip]), clip, _layout.Row(step, clip));

    /// <summary>Frames of a clip that become one.</summary>
    /// <param name="Begin">First frame.</param>
    /// <param name="End">Frame after the last.</param>
    /// <param name="Clip">Position of the clip in the batch.</param>
    /// <param name="Row">Row of the result.</param>
    [StructLayout(LayoutKind.Auto)]
    protected readonly record struct Window(int Begin, int End, int Clip, int Row);
}
