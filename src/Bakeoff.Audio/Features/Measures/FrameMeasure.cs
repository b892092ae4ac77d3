using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Computes one kind of feature, sixteen frames at a time, into rows of one feature each: [RowCount, stride].</summary>
/// <remarks>An instance belongs to one thread; it may own working memory. Tables that many instances need are shared and immutable.</remarks>
internal abstract class FrameMeasure
{
    /// <summary>Features, each one row.</summary>
    public abstract int RowCount { get; }

    /// <summary>Starts a clip.</summary>
    /// <param name="stride">Distance between rows: the number of frames rounded up to a multiple of 16.</param>
    public virtual void Begin(int stride)
    {
    }

    /// <summary>Measures the frames of a group; lanes behind the clip's last frame may be written too.</summary>
    public abstract void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride);

    /// <summary>Finishes what needs all frames of the clip.</summary>
    public virtual void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
    }
}
