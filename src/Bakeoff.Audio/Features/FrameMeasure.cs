using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features;

/// <summary>Computes one kind of feature, sixteen frames at a time, into rows of one feature each: [RowCount, stride].</summary>
/// <remarks>
/// For every clip, <see cref="Begin"/> is called once, <see cref="Measure"/> for each group of frames in their order, and
/// <see cref="Finish"/> once. A kind that works on single frames or on whole clips overrides <see cref="Finish"/> alone. An instance
/// belongs to one thread and may own working memory.
/// </remarks>
public abstract class FrameMeasure
{
    /// <summary>Features, each one row; as many as the kind has column names.</summary>
    public abstract int RowCount { get; }

    /// <summary>Frames of a clip, where they are known only from what the measure makes of it; called before
    /// <see cref="Begin"/>.</summary>
    /// <param name="signal">All samples of the clip at the analysis rate.</param>
    /// <returns>Null where the frames of the options or the kind hold. Default.</returns>
    /// <exception cref="UnusableSignalException">The clip has no frame.</exception>
    public virtual int? CountFrames(ReadOnlySpan<float> signal) => null;

    /// <summary>Starts a clip.</summary>
    /// <param name="stride">Distance between rows: the number of frames rounded up to a multiple of 16.</param>
    public virtual void Begin(int stride)
    {
    }

    /// <summary>Measures the frames of a group; lanes behind the clip's last frame may be written too.</summary>
    /// <param name="signal">All samples of the clip at the analysis rate.</param>
    /// <param name="group">The frames, with the spectra that the kind needs.</param>
    /// <param name="rows">[RowCount, stride] of the whole clip; the group's frames begin at column
    /// <see cref="FrameGroup.FirstFrame"/>.</param>
    /// <param name="stride">Distance between rows.</param>
    public virtual void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
    }

    /// <summary>Computes what needs all frames of the clip.</summary>
    /// <param name="signal">All samples of the clip at the analysis rate.</param>
    /// <param name="rows">[RowCount, stride]; NaN stands for a frame without a value.</param>
    /// <param name="stride">Distance between rows.</param>
    /// <param name="frameCount">Frames of the clip, at least 1.</param>
    public virtual void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
    }

    /// <summary>Gives the one row of the clip, of a set that makes one; all frames are finished. Default: nothing.</summary>
    /// <param name="row">Receives a value for each column; NaN for one that does not exist.</param>
    public virtual void WriteRow(Span<float> row)
    {
    }
}
