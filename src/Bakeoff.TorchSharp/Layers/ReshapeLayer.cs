namespace Bakeoff.TorchSharp.Layers;

/// <summary>Reads the values of each clip in another shape. All clips have equally many frames here; the loop has checked that.</summary>
internal sealed class ReshapeLayer(IReadOnlyList<int> shape) : TorchLayer(shape[^1])
{
    public override Rows Forward(Rows input, TrainingPass? training)
    {
        var clips = input.Values.shape[0];
        return shape.Count == 2
            ? new Rows(input.Values.reshape(clips, shape[0], shape[1]), [.. Enumerable.Repeat(shape[0], (int)clips)])
            : new Rows(input.Values.reshape(clips, shape[0]), Lengths: null);
    }
}
