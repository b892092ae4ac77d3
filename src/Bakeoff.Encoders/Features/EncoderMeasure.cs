using Bakeoff.Audio.Features;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Features;

/// <summary>Encodes a whole clip at once. Clips are computed side by side by the caller, so each takes one thread.</summary>
internal sealed class EncoderMeasure(SpeechEncoder encoder, bool onlyLast) : FrameMeasure
{
    /// <inheritdoc/>
    public override int RowCount => encoder.StateWidth * (onlyLast ? 1 : encoder.LastState + 1);

    /// <inheritdoc/>
    public override void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        var (width, last) = (encoder.StateWidth, Math.Max(0, encoder.LastState));
        var states = encoder.Encode(signal, WorkerPool.Serial);
        for (var state = onlyLast ? last : 0; state <= last; state++)
        {
            var first = onlyLast ? 0 : state * width;
            for (var frame = 0; frame < frameCount; frame++)
            {
                var values = states[state].AsSpan(frame * width, width);
                for (var i = 0; i < width; i++)
                {
                    rows[((first + i) * stride) + frame] = values[i];
                }
            }
        }
    }
}
