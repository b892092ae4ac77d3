namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Rows of the kernel of one pair of classes, as many of them as may be held: those that were not asked for longest make
/// room.</summary>
/// <remarks>A row has the same bits whenever it is computed. Not thread-safe.</remarks>
internal sealed class KernelRows : IDisposable
{
    /// <summary>So many missing rows are computed together, since they are compared with the same clips.</summary>
    public const int Together = 16;

    private readonly KernelMemory _memory;
    private readonly double[]?[] _rows;

    // Held rows in the order of their last use, as a ring: the end of both chains is one past the last clip.
    private readonly int[] _older;
    private readonly int[] _newer;
    private readonly int _capacity;
    private readonly Action<int[], double[][]> _compute;
    private int _held;

    /// <summary>Prepares to hold rows.</summary>
    /// <param name="memory">Memory of the rows, each at least <see cref="TrainingKernel.Stride"/> values long.</param>
    /// <param name="diagonal">The kernel of each clip with itself.</param>
    /// <param name="capacity">Most rows held, more than <see cref="Together"/>.</param>
    /// <param name="compute">Fills the rows of some clips, each of <see cref="TrainingKernel.Stride"/> values, padded with zeros.</param>
    public KernelRows(KernelMemory memory, double[] diagonal, int capacity, Action<int[], double[][]> compute)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(capacity, Together);
        (_memory, Diagonal, _capacity, _compute) = (memory, diagonal, capacity, compute);
        _rows = new double[]?[diagonal.Length];
        (_older, _newer) = (new int[diagonal.Length + 1], new int[diagonal.Length + 1]);
        (_older[^1], _newer[^1]) = (diagonal.Length, diagonal.Length);
    }

    /// <summary>Holds all rows.</summary>
    /// <param name="memory">Memory of the rows.</param>
    /// <param name="rows">Each of at least <see cref="TrainingKernel.Stride"/> values, padded with zeros.</param>
    public KernelRows(KernelMemory memory, double[][] rows)
        : this(memory, [.. rows.Select(static (row, clip) => row[clip])], int.MaxValue, static (_, _) => { })
    {
        for (var clip = 0; clip < rows.Length; clip++)
        {
            _rows[clip] = rows[clip];
            Use(clip);
        }
    }

    /// <summary>The kernel of each clip with itself.</summary>
    public double[] Diagonal { get; }

    /// <summary>Gets a row.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="urgency">For each clip how soon its row may be asked for, the larger the sooner; minus infinity for not at all. Looked at
    /// when rows have to be computed.</param>
    /// <returns>The row, valid until the next but one is asked for.</returns>
    public double[] Row(int clip, Func<int, double> urgency)
    {
        if (_rows[clip] is null)
        {
            Load(clip, urgency);
        }
        else
        {
            Forget(clip);
        }

        Use(clip);
        return _rows[clip]!;
    }

    /// <summary>The kernel of some clips among themselves, taken from the rows here. Its own rows take up to a quarter of the memory of these.</summary>
    /// <param name="clips">The clips, at most half of all.</param>
    public KernelRows Among(int[] clips)
    {
        var memory = new KernelMemory(TrainingKernel.Stride(clips.Length));
        var capacity = (int)Math.Clamp((long)_capacity * _memory.Length / (4 * memory.Length), 4 * Together, int.MaxValue);
        return new KernelRows(memory, Array.ConvertAll(clips, clip => Diagonal[clip]), capacity, (asked, targets) =>
        {
            var own = Array.ConvertAll(asked, clip => clips[clip]);
            for (var i = 0; i < own.Length; i++)
            {
                var row = Row(own[i], clip => own.Contains(clip) ? 0 : double.NegativeInfinity);
                for (var t = 0; t < clips.Length; t++)
                {
                    targets[i][t] = row[clips[t]];
                }

                targets[i].AsSpan(clips.Length).Clear();
            }
        });
    }

    /// <summary>Gives the memory of all rows back.</summary>
    public void Dispose()
    {
        for (var clip = 0; clip < _rows.Length; clip++)
        {
            if (_rows[clip] is { } row)
            {
                _memory.Return(row);
                _rows[clip] = null;
            }
        }
    }

    // Makes a row the newest of those that are held.
    private void Use(int clip)
    {
        var (end, newest) = (_rows.Length, _older[^1]);
        (_older[clip], _newer[clip]) = (newest, end);
        (_newer[newest], _older[end]) = (clip, clip);
    }

    private void Forget(int clip) => (_newer[_older[clip]], _older[_newer[clip]]) = (_newer[clip], _older[clip]);

    private void Load(int clip, Func<int, double> urgency)
    {
        var most = new PriorityQueue<int, double>();
        for (var t = 0; t < _rows.Length; t++)
        {
            if (t == clip || _rows[t] is not null || double.IsNegativeInfinity(urgency(t)))
            {
                continue;
            }

            if (most.Count < Together - 1)
            {
                most.Enqueue(t, urgency(t));
            }
            else
            {
                most.EnqueueDequeue(t, urgency(t));
            }
        }

        int[] others = [.. most.UnorderedItems.Select(static item => item.Element)];
        int[] clips = [clip, .. others];
        var rows = Array.ConvertAll(clips, _ => Room());
        _compute(clips, rows);
        for (var i = 0; i < clips.Length; i++)
        {
            _rows[clips[i]] = rows[i];
        }

        // The row that is asked for is used by the caller.
        Array.ForEach(others, Use);
    }

    /// <summary>Memory for a row: free as long as there may be more rows, then that of the row which was not asked for longest.</summary>
    private double[] Room()
    {
        if (_held < _capacity)
        {
            _held++;
            return _memory.Take();
        }

        var oldest = _newer[^1];
        Forget(oldest);
        var row = _rows[oldest]!;
        _rows[oldest] = null;
        return row;
    }
}
