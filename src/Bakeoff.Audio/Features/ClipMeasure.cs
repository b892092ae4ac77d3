using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features;

/// <summary>The descriptors of each frame of a set, or the functionals of the clip as one row, in stretches.</summary>
/// <remarks>The pitch needs all frames before it, so descriptors are measured in a first pass and kept.</remarks>
/// <param name="descriptors">Tables and working memory for the signal's rate.</param>
/// <param name="columns">Numbers of the descriptors or functionals taken.</param>
/// <param name="isRow">True for functionals.</param>
internal sealed class ClipMeasure(ClipDescriptors descriptors, int[] columns, bool isRow) : StretchMeasure
{
    private FrameStretch _stretch;
    private bool _hasPitch;

    /// <inheritdoc/>
    public override int RowCount => isRow ? 0 : columns.Length;

    /// <inheritdoc/>
    public override int GatherCount => 1;

    /// <inheritdoc/>
    public override int Reach => descriptors.Reach;

    /// <inheritdoc/>
    public override void BeginClip(int frameCount)
    {
        descriptors.Begin(frameCount);
        _hasPitch = false;
    }

    /// <inheritdoc/>
    public override void BeginStretch(FrameStretch stretch)
    {
        descriptors.BeginWindow();
        _stretch = stretch;
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
        if (!_hasPitch)
        {
            descriptors.MeasureFrames(signal, _stretch with { First = group.FirstFrame, Count = group.FrameCount });
        }
    }

    /// <inheritdoc/>
    public override void Gather(int pass, Span<float> rows, int stride, FrameStretch stretch)
    {
        if (stretch.Offset + stretch.First + stretch.Count == stretch.ClipFrames)
        {
            descriptors.FindPitch();
            _hasPitch = true;
        }
    }

    /// <inheritdoc/>
    public override void Complete(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
        // One frame more, which smoothing takes in.
        descriptors.MeasureVoiced(signal, stretch.Offset, stretch.Offset + stretch.First + stretch.Count + 1);
        for (var row = 0; row < RowCount; row++)
        {
            for (var t = stretch.First; t < stretch.First + stretch.Count; t++)
            {
                rows[row * stride + t] = (float)descriptors.Smooth(columns[row], stretch.Offset + t);
            }
        }
    }

    /// <inheritdoc/>
    public override void WriteRow(Span<float> row)
    {
        var statistics = new double[descriptors.FunctionalCount];
        descriptors.Describe(statistics);
        for (var i = 0; i < columns.Length; i++)
        {
            row[i] = (float)statistics[columns[i]];
        }
    }
}
