namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Rows of the kernel of one pair of classes, as many of them as may be held: those that were not asked for longest make
/// room.</summary>
/// <remarks>A row has the same bits whenever it is computed. Not thread-safe.</remarks>
internal sealed class KernelRows
{
    /// <summary>So many missing rows are computed together, since they are compared with the same clips.</summary>
    public const int Together = 16;

    private readonly double[]?[] _rows;
    private readonly long[] _uses;
    private readonly int _capacity;
    private readonly Action<int[], double[][]> _compute;
    private int _held;
    private long _use;

    /// <summary>Prepares to hold rows.</summary>
    /// <param name="diagonal">The kernel of each clip with itself.</param>
    /// <param name="capacity">Most rows held, more than <see cref="Together"/>.</param>
    /// <param name="compute">Fills the rows of some clips, each of <see cref="TrainingKernel.Stride"/> values, padded with zeros.</param>
    public KernelRows(double[] diagonal, int capacity, Action<int[], double[][]> compute)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(capacity, Together);
        (Diagonal, _capacity, _compute) = (diagonal, capacity, compute);
        _rows = new double[]?[diagonal.Length];
        _uses = new long[diagonal.Length];
    }

    /// <summary>Holds all rows.</summary>
    /// <param name="rows">Each of <see cref="TrainingKernel.Stride"/> values, padded with zeros.</param>
    public KernelRows(double[][] rows)
        : this([.. rows.Select(static (row, clip) => row[clip])], int.MaxValue, static (_, _) => { }) => rows.CopyTo(_rows, 0);

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

        _uses[clip] = ++_use;
        return _rows[clip]!;
    }

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

        int[] clips = [clip, .. most.UnorderedItems.Select(static item => item.Element)];
        var rows = Room(clips.Length);
        _compute(clips, rows);
        for (var i = 0; i < clips.Length; i++)
        {
            (_rows[clips[i]], _uses[clips[i]]) = (rows[i], ++_use);
        }
    }

    /// <summary>Memory for more rows: new as long as there may be more, then that of rows which were not asked for longest.</summary>
    private double[][] Room(int count)
    {
        var rows = new double[count][];
        var fresh = Math.Min(count, _capacity - _held);
        for (var i = 0; i < fresh; i++)
        {
            rows[i] = new double[TrainingKernel.Stride(_rows.Length)];
        }

        _held += fresh;
        if (fresh < count)
        {
            var oldest = Enumerable.Range(0, _rows.Length).Where(t => _rows[t] is not null).OrderBy(t => _uses[t]).Take(count - fresh);
            foreach (var (i, t) in oldest.ToArray().Index())
            {
                (rows[fresh + i], _rows[t]) = (_rows[t]!, null);
            }
        }

        return rows;
    }
}
