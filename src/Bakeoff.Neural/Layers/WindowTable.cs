using System.Runtime.InteropServices;

namespace Bakeoff.Neural.Layers;

/// <summary>Rows of packed frames that each window of a convolution reads and writes.</summary>
/// <remarks>
/// Window j of a clip reads <see cref="SourceCount"/> frames at equal distances and writes <see cref="TargetCount"/> frames. Frames outside the
/// clip have row -1: they read as zeros and are not written. Each frame of the target layout is written by at most one window.
/// </remarks>
internal sealed class WindowTable
{
    private int[] _sources = [];
    private int[] _targets = [];

    /// <summary>Windows of all clips.</summary>
    public int Count { get; private set; }

    /// <summary>Frames that a window reads.</summary>
    public int SourceCount { get; private set; }

    /// <summary>Frames that a window writes.</summary>
    public int TargetCount { get; private set; }

    /// <summary>Rows that a window reads; -1 for a frame outside the clip.</summary>
    public ReadOnlySpan<int> Sources(int window) => _sources.AsSpan(window * SourceCount, SourceCount);

    /// <summary>Rows that a window writes; -1 for a frame outside the clip.</summary>
    public ReadOnlySpan<int> Targets(int window) => _targets.AsSpan(window * TargetCount, TargetCount);

    /// <summary>Lists the windows of all clips, the first window of each clip first, then the second of each, and so on.</summary>
    /// <param name="source">Layout of the rows that are read.</param>
    /// <param name="target">Layout of the rows that are written; same clips.</param>
    /// <param name="form">Frames of one window.</param>
    /// <param name="firstFrames">For each clip, the frames that its first window begins with.</param>
    public void Set(PackedLayout source, PackedLayout target, WindowForm form, ReadOnlySpan<FirstFrames> firstFrames)
    {
        (SourceCount, TargetCount, Count) = (form.Sources, form.Targets, 0);

        // Frames that one window writes lie as far apart as those that it reads, so that neighbouring windows of several interlace.
        var spread = form.Targets == 1 ? 1 : form.Dilation;
        var written = form.Targets * spread;
        var longest = (target.StepCount + written - 1) / written;
        var largest = Math.Min(target.RowCount, longest * spread * target.ClipCount);
        _sources = _sources.Length >= largest * SourceCount ? _sources : new int[largest * SourceCount];
        _targets = _targets.Length >= largest * TargetCount ? _targets : new int[largest * TargetCount];
        for (var window = 0; window < longest * spread; window++)
        {
            var frame = (window / spread * written) + (window % spread);
            for (var clip = 0; clip < target.ClipCount; clip++)
            {
                var begin = firstFrames[clip].Target + (frame * form.TargetStep);
                if (begin < target.Lengths[clip])
                {
                    var first = firstFrames[clip].Source + (frame * form.SourceStep);
                    Fill(source, clip, first, form.Dilation, _sources.AsSpan(Count * SourceCount, SourceCount));
                    Fill(target, clip, begin, form.TargetStep * spread, _targets.AsSpan(Count * TargetCount, TargetCount));
                    Count++;
                }
            }
        }
    }

    private static void Fill(PackedLayout layout, int clip, int first, int step, Span<int> rows)
    {
        var length = (uint)layout.Lengths[clip];
        var offsets = layout.StepOffsets;
        for (var i = 0; i < rows.Length; i++)
        {
            var frame = first + (i * step);
            rows[i] = (uint)frame < length ? offsets[frame] + clip : -1;
        }
    }

    /// <summary>Frames of a window.</summary>
    /// <param name="Sources">Frames that it reads.</param>
    /// <param name="Targets">Frames that it writes.</param>
    /// <param name="SourceStep">Frames read further on for each frame written.</param>
    /// <param name="TargetStep">Distance between two frames written.</param>
    /// <param name="Dilation">Distance between two frames read.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct WindowForm(int Sources, int Targets, int SourceStep, int TargetStep, int Dilation);

    /// <summary>First frames of a clip's first window; the one read may lie before the clip.</summary>
    /// <param name="Source">First frame read.</param>
    /// <param name="Target">First frame written.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct FirstFrames(int Source, int Target);
}
