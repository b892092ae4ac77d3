using System.Globalization;

namespace Bakeoff.Neural.Layers;

/// <summary>Reads the values of each clip, frame after frame, in another shape.</summary>
internal sealed class ReshapeLayer : Layer
{
    private readonly PackedLayout _layout = new();
    private readonly int _values;
    private int[] _lengths = [];

    public ReshapeLayer(string name, LayerShape input, IReadOnlyList<int> shape)
        : base(name, input, shape.Count == 2 ? new LayerShape(IsSequence: true, shape[1], shape[0]) : LayerShape.PerClip(shape[0]))
    {
        _values = shape.Aggregate(1, (product, axis) => checked(product * axis));
        var have = !input.IsSequence ? input.Features : input.Steps is { } steps ? steps * input.Features : (int?)null;
        if ((have is { } count && count != _values) || _values % input.Features != 0)
        {
            throw new LayerShapeException(name, input, Expected, "Make the axes of shape multiply to the number of values of a clip.");
        }
    }

    private string Expected => string.Create(CultureInfo.InvariantCulture, $"{_values} values per clip");

    public override void CheckLengths(ReadOnlySpan<int> frames)
    {
        foreach (var count in frames)
        {
            if (Input.IsSequence && (long)count * Input.Features != _values)
            {
                throw new LayerShapeException(
                    Name, (Input with { Steps = count }).ToString(), Expected,
                    "Give every clip the same number of frames (features.summary: mean gives one), or change shape.");
            }
        }
    }

    public override void Forward(Activations input, PassContext context)
    {
        var clips = input.Layout?.ClipCount ?? input.Rows;
        if (Output.IsSequence)
        {
            if (_lengths.Length != clips)
            {
                _lengths = new int[clips];
                Array.Fill(_lengths, Output.Steps!.Value);
            }

            _layout.Set(_lengths);
            Result.Resize(_layout.RowCount, Output.Features, _layout);
        }
        else
        {
            Result.Resize(clips, Output.Features, layout: null);
        }

        Move(clips, input.ValueArray, input.Layout, input.Width, Result.ValueArray, Result.Layout, Result.Width);
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        if (wantInputGradient)
        {
            _ = input.Gradients;
            Move(
                input.Layout?.ClipCount ?? input.Rows,
                Result.GradientArray,
                Result.Layout,
                Result.Width,
                input.GradientArray,
                input.Layout,
                input.Width);
        }
    }

    private void Move(
        int clips,
        float[] source,
        PackedLayout? sourceLayout,
        int sourceWidth,
        float[] target,
        PackedLayout? targetLayout,
        int targetWidth)
    {
        for (var clip = 0; clip < clips; clip++)
        {
            for (var value = 0; value < _values; value++)
            {
                target[Index(targetLayout, targetWidth, clip, value)] = source[Index(sourceLayout, sourceWidth, clip, value)];
            }
        }
    }

    private static int Index(PackedLayout? layout, int width, int clip, int value) =>
        layout is null ? (clip * width) + value : (layout.Row(value / width, clip) * width) + (value % width);
}
