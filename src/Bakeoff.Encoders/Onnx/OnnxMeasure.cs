using Bakeoff.Audio.Features;

namespace Bakeoff.Encoders.Onnx;

/// <summary>Runs a network over a whole clip. Clips are computed side by side by the caller, so each takes one thread.</summary>
internal sealed class OnnxMeasure(OnnxNetwork network) : FrameMeasure
{
    private float[] _frames = [];

    /// <inheritdoc/>
    public override int RowCount => network.Width;

    /// <inheritdoc/>
    public override int? CountFrames(ReadOnlySpan<float> signal)
    {
        _frames = network.Run(signal);
        return _frames.Length / network.Width;
    }

    /// <inheritdoc/>
    public override void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        for (var frame = 0; frame < frameCount; frame++)
        {
            for (var i = 0; i < network.Width; i++)
            {
                rows[(i * stride) + frame] = _frames[(frame * network.Width) + i];
            }
        }
    }
}
