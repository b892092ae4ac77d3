using System.Runtime.InteropServices;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Products of windows of frames with filters, a block of windows at a time, so that what lies between stays in a core's cache.</summary>
/// <remarks>
/// Each frame is written from one window, whose products are chains over channels in rising order: neither blocks nor threads change a bit.
/// Gradients of filters are sums over all windows. They are cut into parts, whose number depends on sizes alone, and added in order.
/// </remarks>
/// <param name="transform">Form of the products.</param>
/// <param name="channels">Channels of a frame that is read.</param>
/// <param name="filters">Channels of a frame that is written.</param>
internal sealed class WindowProducts(WindowTransform transform, int channels, int filters)
{
    // With 128 channels and filters, a block's factors, its sums and the filters together fill a second-level cache of 1 MiB.
    private const int LargestBlock = 48;
    private const int LargestPartCount = 16;
    private const int SmallestPart = 384;
    private const int MostPartValues = 1 << 22;

    private static readonly Action<int, WindowProducts> s_convolve = static (slot, products) => products.ConvolveBlocks(slot);
    private static readonly Action<int, WindowProducts> s_gradients = static (slot, products) => products.SumParts(slot);
    private static readonly Action<int, WindowProducts> s_total = static (band, products) => products.AddParts(band);

    private readonly PackedOperand[] _operands = [.. Enumerable.Range(0, transform.Factors).Select(static _ => new PackedOperand())];
    private float[] _transformed = [];
    private float[][] _scratch = [];
    private float[][] _parts = [];
    private Job _job;
    private int _next;

    /// <summary>Form of the products.</summary>
    public WindowTransform Transform => transform;

    private readonly int _depth = transform.FramesOfFactor * channels;

    private int ValuesOfFactor => _depth * filters;

    /// <summary>Sets the filters that <see cref="Convolve"/> multiplies by.</summary>
    /// <param name="weight">Filters [first, second, taps], where first and second are the axes of the layer's filters and channels.</param>
    /// <param name="taps">Taps of a filter.</param>
    /// <param name="order">Tap for each frame that a window reads.</param>
    /// <param name="transpose">Yes if channels are the second axis, no if they are the first.</param>
    /// <param name="pool">Threads.</param>
    public void SetFilters(
        ReadOnlySpan<float> weight, int taps, WindowTransform.TapOrder order, Transpose transpose, WorkerPool pool)
    {
        _transformed = Activations.Grow(_transformed, transform.Factors * ValuesOfFactor);
        transform.TransformFilters(weight, taps, order, _transformed.AsSpan(0, transform.Factors * ValuesOfFactor), pool);
        for (var factor = 0; factor < _operands.Length; factor++)
        {
            _operands[factor].Pack(
                transpose, _depth, filters, _transformed.AsSpan(factor * ValuesOfFactor, ValuesOfFactor),
                transpose == Transpose.Yes ? _depth : filters);
        }
    }

    /// <summary>Computes the frames that the windows write.</summary>
    /// <param name="windows">Rows of the windows.</param>
    /// <param name="source">Matrix of the frames that are read.</param>
    /// <param name="target">Matrix of the frames that are written.</param>
    /// <param name="finishRows">Receives a first row and a number of rows once they are written, on any thread; null for none.</param>
    /// <param name="pool">Threads to split the windows among.</param>
    public void Convolve(WindowTable windows, float[] source, float[] target, Action<int, int>? finishRows, WorkerPool pool)
    {
        var block = Math.Clamp(((windows.Count / pool.ThreadCount) + 7) & ~7, 8, LargestBlock);
        _job = new Job(windows, source, target, finishRows, pool) { Block = block, Tasks = (windows.Count + block - 1) / block };
        Run(s_convolve);
    }

    /// <summary>Gradients of the filters and of a bias from those of the frames that the windows write.</summary>
    /// <param name="windows">Rows of the windows.</param>
    /// <param name="source">Matrix of the frames that were read.</param>
    /// <param name="target">Gradients of the frames that were written.</param>
    /// <param name="prepareRows">Receives a first row and a number of rows of <paramref name="target"/> before they are read, on any thread.</param>
    /// <param name="pool">Threads to split the windows among.</param>
    /// <param name="gradients">Receives the gradients.</param>
    public void Differentiate(
        WindowTable windows, float[] source, float[] target, Action<int, int> prepareRows, WorkerPool pool, FilterGradients gradients)
    {
        var values = (transform.Factors * ValuesOfFactor) + filters;
        var parts = Math.Clamp(Math.Min(windows.Count / SmallestPart, MostPartValues / values), 1, LargestPartCount);
        _job = new Job(windows, source, target, prepareRows, pool) { Block = LargestBlock, Tasks = parts };
        _parts = _parts.Length >= parts ? _parts : new float[parts][];
        Run(s_gradients);
        if (parts > 1)
        {
            pool.Run(pool.ThreadCount, this, s_total);
        }

        transform.TransformGradients(_parts[0].AsSpan(0, transform.Factors * ValuesOfFactor), gradients.Taps, gradients.Weight, pool);
        _parts[0].AsSpan(transform.Factors * ValuesOfFactor, filters).CopyTo(gradients.Bias);
    }

    private void Run(Action<int, WindowProducts> body)
    {
        var slots = Math.Min(_job.Pool.ThreadCount, _job.Tasks);
        if (_scratch.Length < slots)
        {
            Array.Resize(ref _scratch, slots);
        }

        _next = -1;
        _job.Pool.Run(slots, this, body);
    }

    private bool TakeTask(out int task) => (task = Interlocked.Increment(ref _next)) < _job.Tasks;

    private void UseScratch(int slot, out Span<float> factors, out Span<float> sums)
    {
        var length = transform.Factors * _job.Block * _depth;
        var scratch = _scratch[slot] = Activations.Grow(_scratch[slot] ?? [], length + (transform.Factors * _job.Block * filters));
        factors = scratch.AsSpan(0, length);
        sums = scratch.AsSpan(length);
    }

    private void ConvolveBlocks(int slot)
    {
        UseScratch(slot, out var factors, out var sums);
        while (TakeTask(out var block))
        {
            var first = block * _job.Block;
            var (count, at) = (Math.Min(_job.Block, _job.Windows.Count - first), 0);
            foreach (var run in _job.Windows.Block(first, count))
            {
                transform.ReadSources(run, _job.Source, channels, factors[(at * _depth)..], _job.Block * _depth);
                at += run.Count;
            }

            // Windows that write one row each, in their order, are multiplied where the rows lie.
            var isDirect = _job.Windows.IsInOrder;
            var results = isDirect ? _job.Target.AsSpan(first * filters) : sums;
            for (var factor = 0; factor < _operands.Length; factor++)
            {
                Gemm.Multiply(
                    Transpose.No, count, factors[(factor * _job.Block * _depth)..], _depth, _operands[factor],
                    results[(factor * _job.Block * filters)..], filters, accumulate: false, WorkerPool.Serial);
            }

            if (isDirect)
            {
                _job.Visit?.Invoke(first, count);
                continue;
            }

            at = 0;
            foreach (var run in _job.Windows.Block(first, count))
            {
                transform.WriteTargets(sums[(at * filters)..], _job.Block * filters, run, _job.Target, filters);
                Visit(run);
                at += run.Count;
            }
        }
    }

    private void SumParts(int slot)
    {
        UseScratch(slot, out var factors, out var sums);
        while (TakeTask(out var part))
        {
            var (begin, end) = (Bands.Share(part, _job.Tasks, _job.Windows.Count), Bands.Share(part + 1, _job.Tasks, _job.Windows.Count));
            _parts[part] = Activations.Grow(_parts[part] ?? [], (transform.Factors * ValuesOfFactor) + filters);
            var values = _parts[part].AsSpan(0, (transform.Factors * ValuesOfFactor) + filters);
            values.Clear();
            for (var first = begin; first < end; first += LargestBlock)
            {
                AddBlock(first, Math.Min(LargestBlock, end - first), factors, sums, values);
            }
        }
    }

    private void AddBlock(int first, int count, Span<float> factors, Span<float> sums, Span<float> part)
    {
        var bias = part[(transform.Factors * ValuesOfFactor)..];
        var at = 0;
        foreach (var run in _job.Windows.Block(first, count))
        {
            Visit(run);
            AddRows(run, bias);
            transform.ReadTargets(run, _job.Target, filters, sums[(at * filters)..], _job.Block * filters);
            transform.ReadSources(run, _job.Source, channels, factors[(at * _depth)..], _job.Block * _depth);
            at += run.Count;
        }

        for (var factor = 0; factor < transform.Factors; factor++)
        {
            Gemm.Multiply(
                Transpose.Yes,
                Transpose.No,
                filters,
                _depth,
                count,
                sums[(factor * _job.Block * filters)..],
                filters,
                factors[(factor * _job.Block * _depth)..],
                _depth,
                part[(factor * ValuesOfFactor)..],
                _depth,
                accumulate: true,
                _job.Pool);
        }
    }

    private void AddParts(int band)
    {
        var length = (transform.Factors * ValuesOfFactor) + filters;
        var (begin, end) = (Bands.Share(band, _job.Pool.ThreadCount, length), Bands.Share(band + 1, _job.Pool.ThreadCount, length));
        for (var part = 1; part < _job.Tasks; part++)
        {
            RowKernels.Add(_parts[part].AsSpan(begin, end - begin), _parts[0].AsSpan(begin, end - begin));
        }
    }

    /// <summary>Adds the rows that windows write, window by window.</summary>
    private void AddRows(in WindowTable.Run run, Span<float> sums)
    {
        if (run.TargetCount == 1)
        {
            RowKernels.AddRows(run.Count, _job.Target.AsSpan(run.Target(0) * filters), run.TargetStep * filters, sums);
            return;
        }

        for (var window = 0; window < run.Count; window++)
        {
            for (var target = 0; target < run.TargetCount; target++)
            {
                if (run.Target(target) is var row and >= 0)
                {
                    RowKernels.Add(_job.Target.AsSpan((row + (window * run.TargetStep)) * filters, filters), sums);
                }
            }
        }
    }

    private void Visit(in WindowTable.Run run)
    {
        for (var target = 0; _job.Visit is { } visit && target < run.TargetCount; target++)
        {
            var row = run.Target(target);
            if (row < 0)
            {
                continue;
            }

            if (run.TargetStep == 1)
            {
                visit(row, run.Count);
                continue;
            }

            for (var window = 0; window < run.Count; window++)
            {
                visit(row + (window * run.TargetStep), 1);
            }
        }
    }

    /// <summary>Receivers of the gradients of a layer's weights.</summary>
    public readonly ref struct FilterGradients(Span<float> weight, int taps, Span<float> bias)
    {
        /// <summary>Gradients of the filters [filters, channels, taps].</summary>
        public Span<float> Weight { get; } = weight;

        /// <summary>Taps of a filter.</summary>
        public int Taps { get; } = taps;

        /// <summary>Gradients of the bias, the sums of the frames' gradients.</summary>
        public Span<float> Bias { get; } = bias;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Job(WindowTable Windows, float[] Source, float[] Target, Action<int, int>? Visit, WorkerPool Pool)
    {
        /// <summary>Windows that are worked on together.</summary>
        public int Block { get; init; }

        /// <summary>Blocks, or parts of the gradients.</summary>
        public int Tasks { get; init; }
    }
}
