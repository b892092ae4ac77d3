using System.Runtime.InteropServices;

namespace Bakeoff.Neural.Layers;

/// <summary>Rows of packed frames that each window of a convolution reads and writes.</summary>
/// <remarks>
/// Window j of a clip reads <see cref="SourceCount"/> frames at equal distances and writes <see cref="TargetCount"/> frames. Frames outside the
/// clip have row -1: they read as zeros and are not written. Each frame of the target layout is written by at most one window. Held are runs of
/// windows whose rows all move on by the same distance: the same frames of neighbouring clips, and their next ones as long as no clip ends.
/// </remarks>
internal sealed class WindowTable
{
    private int[] _rows = [];
    private Stretch[] _stretches = [];
    private int[] _alike = [];
    private int _stretchCount;

    /// <summary>Windows of all clips.</summary>
    public int Count { get; private set; }

    /// <summary>Frames that a window reads.</summary>
    public int SourceCount { get; private set; }

    /// <summary>Frames that a window writes.</summary>
    public int TargetCount { get; private set; }

    /// <summary>True if each window writes one frame, whose row is the window's number.</summary>
    public bool IsInOrder { get; private set; }

    /// <summary>Lists the windows of all clips, the first window of each clip first, then the second of each, and so on.</summary>
    /// <param name="source">Layout of the rows that are read.</param>
    /// <param name="target">Layout of the rows that are written; same clips.</param>
    /// <param name="form">Frames of one window.</param>
    /// <param name="firstFrames">For each clip, the frames that its first window begins with.</param>
    public void Set(PackedLayout source, PackedLayout target, WindowForm form, ReadOnlySpan<FirstFrames> firstFrames)
    {
        (SourceCount, TargetCount, Count, _stretchCount) = (form.Sources, form.Targets, 0, 0);
        IsInOrder = form.Targets == 1;
        FindAlike(firstFrames);

        // Frames that one window writes lie as far apart as those that it reads, so that neighbouring windows of several interlace.
        var spread = form.Targets == 1 ? 1 : form.Dilation;
        var written = form.Targets * spread;
        var longest = (target.StepCount + written - 1) / written;
        for (var window = 0; window < longest * spread; window++)
        {
            var frame = (window / spread * written) + (window % spread);
            for (var clip = 0; clip < target.ClipCount;)
            {
                var begin = firstFrames[clip].Target + (frame * form.TargetStep);
                var end = Math.Min(_alike[clip], LiveAt(target, begin));
                if (end <= clip)
                {
                    clip = _alike[clip];
                    continue;
                }

                var rows = GrowRows(_stretchCount + 1);
                end = Fill(source, clip, firstFrames[clip].Source + (frame * form.SourceStep), form.Dilation, rows[..SourceCount], end);
                end = Fill(target, clip, begin, form.TargetStep * spread, rows[SourceCount..], end);
                IsInOrder &= rows[SourceCount] == Count;
                Append(end - clip, rows);
                clip = end;
            }
        }
    }

    /// <summary>The windows of a block, run by run.</summary>
    /// <param name="first">First window.</param>
    /// <param name="count">Windows.</param>
    public Runs Block(int first, int count) => new(this, first, first + count);

    /// <summary>Finds, for each clip, the first one after it that begins with other frames.</summary>
    private void FindAlike(ReadOnlySpan<FirstFrames> firstFrames)
    {
        _alike = _alike.Length >= firstFrames.Length ? _alike : new int[firstFrames.Length];
        for (var clip = firstFrames.Length - 1; clip >= 0; clip--)
        {
            var isLast = clip == firstFrames.Length - 1 || firstFrames[clip + 1] != firstFrames[clip];
            _alike[clip] = isLast ? clip + 1 : _alike[clip + 1];
        }
    }

    private Span<int> GrowRows(int stretches)
    {
        var width = SourceCount + TargetCount;
        if (_rows.Length < stretches * width)
        {
            Array.Resize(ref _rows, Math.Max(stretches * width, 2 * _rows.Length));
        }

        if (_stretches.Length < stretches)
        {
            Array.Resize(ref _stretches, 2 * stretches);
        }

        return _rows.AsSpan((stretches - 1) * width, width);
    }

    /// <summary>Writes the rows of a clip's frames, and returns the clip before which the same frames are inside all clips or outside all.</summary>
    private static int Fill(PackedLayout layout, int clip, int first, int step, Span<int> rows, int end)
    {
        var offsets = layout.StepOffsets;
        for (var i = 0; i < rows.Length; i++)
        {
            var frame = first + (i * step);
            var live = LiveAt(layout, frame);
            (rows[i], end) = clip < live ? (offsets[frame] + clip, Math.Min(end, live)) : (-1, end);
        }

        return end;
    }

    // Lengths fall from clip to clip, so these are the first clips.
    private static int LiveAt(PackedLayout layout, int frame) => (uint)frame < (uint)layout.StepCount ? layout.LiveAt(frame) : 0;

    /// <summary>Adds windows to the last run where their rows go on as its own do, and as a run otherwise.</summary>
    private void Append(int count, ReadOnlySpan<int> rows)
    {
        var (first, steps) = (Count, new Distances(1, 1));
        Count += count;
        if (_stretchCount > 0)
        {
            var last = _stretches[_stretchCount - 1];
            var windows = first - last.First;
            var lastRows = _rows.AsSpan((_stretchCount - 1) * rows.Length, rows.Length);
            var found = windows > 1 ? last.Steps : new(StepOf(lastRows[..SourceCount], rows), StepOf(lastRows[SourceCount..], rows[SourceCount..]));
            if ((count == 1 ? found is { Source: > 0, Target: > 0 } : found == steps)
                && GoOn(lastRows[..SourceCount], rows, windows * found.Source)
                && GoOn(lastRows[SourceCount..], rows[SourceCount..], windows * found.Target))
            {
                _stretches[_stretchCount - 1] = last with { Steps = found };
                return;
            }
        }

        _stretches[_stretchCount++] = new Stretch(first, steps);
    }

    private static int StepOf(ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        var live = from.IndexOfAnyExcept(-1);
        return live < 0 ? 1 : to[live] - from[live];
    }

    private static bool GoOn(ReadOnlySpan<int> from, ReadOnlySpan<int> to, int distance)
    {
        for (var i = 0; i < from.Length; i++)
        {
            if (from[i] < 0 != to[i] < 0 || (to[i] >= 0 && to[i] != from[i] + distance))
            {
                return false;
            }
        }

        return true;
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

    /// <summary>Distances of the rows that neighbouring windows of a run read and write.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Distances(int Source, int Target);

    /// <summary>First window of a run, which ends where the next one begins.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Stretch(int First, Distances Steps);

    /// <summary>Neighbouring windows whose rows move on together.</summary>
    public readonly ref struct Run
    {
        private readonly ReadOnlySpan<int> _sources;
        private readonly ReadOnlySpan<int> _targets;
        private readonly int _sourceShift;
        private readonly int _targetShift;

        internal Run(WindowTable table, int stretch, int first, int count)
        {
            var width = table.SourceCount + table.TargetCount;
            _sources = table._rows.AsSpan(stretch * width, table.SourceCount);
            _targets = table._rows.AsSpan((stretch * width) + table.SourceCount, table.TargetCount);
            var (begin, steps) = (table._stretches[stretch].First, table._stretches[stretch].Steps);
            (Count, SourceStep, TargetStep) = (count, steps.Source, steps.Target);
            (_sourceShift, _targetShift) = ((first - begin) * SourceStep, (first - begin) * TargetStep);
        }

        /// <summary>Windows.</summary>
        public int Count { get; }

        /// <summary>Distance of the rows that one window and the next one read.</summary>
        public int SourceStep { get; }

        /// <summary>Distance of the rows that one window and the next one write.</summary>
        public int TargetStep { get; }

        /// <summary>Frames that a window reads.</summary>
        public int SourceCount => _sources.Length;

        /// <summary>Frames that a window writes.</summary>
        public int TargetCount => _targets.Length;

        /// <summary>Row of a frame that the first window reads; -1 for a frame outside the clip, as it is then of all windows.</summary>
        public int Source(int frame) => _sources[frame] < 0 ? -1 : _sources[frame] + _sourceShift;

        /// <summary>Row of a frame that the first window writes; -1 for a frame outside the clip, as it is then of all windows.</summary>
        public int Target(int frame) => _targets[frame] < 0 ? -1 : _targets[frame] + _targetShift;
    }

    /// <summary>Walks through the runs of a block.</summary>
    public ref struct Runs
    {
        private readonly WindowTable _table;
        private readonly int _end;
        private int _stretch;
        private int _next;

        internal Runs(WindowTable table, int first, int end)
        {
            (_table, _next, _end) = (table, first, end);
            var stretches = table._stretches.AsSpan(0, table._stretchCount);
            var (low, high) = (0, stretches.Length);
            while (high - low > 1)
            {
                var middle = (low + high) / 2;
                (low, high) = stretches[middle].First <= first ? (middle, high) : (low, middle);
            }

            _stretch = low - 1;
        }

        /// <summary>The run that was reached.</summary>
        public Run Current { get; private set; }

        /// <summary>This walk.</summary>
        public readonly Runs GetEnumerator() => this;

        /// <summary>Goes to the next run.</summary>
        public bool MoveNext()
        {
            if (_next >= _end)
            {
                return false;
            }

            _stretch++;
            var end = _stretch + 1 < _table._stretchCount ? Math.Min(_end, _table._stretches[_stretch + 1].First) : _end;
            Current = new Run(_table, _stretch, _next, end - _next);
            _next = end;
            return true;
        }
    }
}
