using System.Runtime.InteropServices;

namespace Bakeoff.Audio.Features;

/// <summary>A stretch of a clip's frames, held in columns of its own.</summary>
/// <param name="First">Column of the first frame.</param>
/// <param name="Count">Frames.</param>
/// <param name="Offset">Number in the clip of the frame in column 0.</param>
/// <param name="ClipFrames">Frames of the clip.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameStretch(int First, int Count, int Offset, int ClipFrames);

/// <summary>
/// A measure that can take a clip stretch by stretch. What depends on all frames is gathered first, in as many passes over the clip as it
/// takes; then each stretch is completed. A clip at once is one stretch of all frames.
/// </summary>
internal abstract class StretchMeasure : FrameMeasure
{
    /// <summary>Passes over all frames before any can be completed.</summary>
    public virtual int GatherCount => 0;

    /// <summary>Samples before and after a frame that it depends on.</summary>
    public virtual int Reach => 0;

    /// <summary>Forgets what was gathered of the clip before.</summary>
    /// <param name="frameCount">Frames of the clip.</param>
    public virtual void BeginClip(int frameCount)
    {
    }

    /// <summary>Moves on to where the next stretch lies; its groups are measured then.</summary>
    public virtual void BeginStretch(FrameStretch stretch)
    {
    }

    /// <summary>Gathers from measured frames; every frame comes once in each pass, in order.</summary>
    public virtual void Gather(int pass, Span<float> rows, int stride, FrameStretch stretch)
    {
    }

    /// <summary>Completes the rows of measured frames.</summary>
    public virtual void Complete(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
    }

    /// <inheritdoc/>
    public sealed override void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        var whole = new FrameStretch(0, frameCount, 0, frameCount);
        for (var pass = 0; pass < GatherCount; pass++)
        {
            Gather(pass, rows, stride, whole);
        }

        Complete(signal, rows, stride, whole);
    }
}
