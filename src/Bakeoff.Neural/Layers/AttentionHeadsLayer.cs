using System.Buffers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>
/// y = softmax(Q Kᵀ / sqrt(D)) V for each clip and head, from rows that hold queries, keys and values side by side, each head after head.
/// </summary>
/// <remarks>
/// <para>Legend: T frames of a clip, D features of a head, s scores, e = exp(s - largest of the row), d as in gradients.</para>
/// <para>A task is one head of one clip, so there is nothing to mask, and sums over frames run in their order. The scores exist for a block of
/// queries at a time: a pass keeps two numbers a row and head, and the backward pass computes its scores again, to the same bits (Rabe and
/// Staats, 2021; Dao et al., 2022).</para>
/// </remarks>
internal sealed class AttentionHeadsLayer : Layer
{
    private const int BlockQueries = 64;

    private readonly int _heads;
    private readonly int _width;
    private readonly float _scale;
    private readonly double _dropout;
    private readonly DropoutMask[] _masks;
    private readonly ulong[] _maskStarts;
    private float[] _largest = [];
    private float[] _inverseSums = [];
    private long[] _clipMasks = [];

    public AttentionHeadsLayer(string name, LayerShape input, int heads, double dropout)
        : base(name, input, input.WithFeatures(input.Features / 3))
    {
        _heads = heads;
        _width = Output.Features / heads;
        _scale = (float)(1 / Math.Sqrt(_width));
        _dropout = dropout;
        _masks = [.. Enumerable.Range(0, heads).Select(head => new DropoutMask(FormattableString.Invariant($"{name}.heads.{head}"), dropout))];
        _maskStarts = new ulong[heads];
    }

    public override void Forward(Activations input, PassContext context)
    {
        var layout = input.Layout!;
        Result.Resize(input.Rows, Output.Features, layout);
        _largest = Activations.Grow(_largest, input.Rows * _heads);
        _inverseSums = Activations.Grow(_inverseSums, input.Rows * _heads);
        var drops = context.IsTraining && _dropout > 0;
        if (drops)
        {
            BeginMasks(layout, context);
        }

        context.Pool.Run(
            layout.ClipCount * _heads, (Layer: this, Input: input, Drops: drops),
            static (task, pass) => pass.Layer.ForwardHead(pass.Input, task / pass.Layer._heads, task % pass.Layer._heads, pass.Drops));
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        if (!wantInputGradient)
        {
            return;
        }

        _ = Result.Gradients;
        _ = input.Gradients;
        context.Pool.Run(
            input.Layout!.ClipCount * _heads, (Layer: this, Input: input, Drops: context.IsTraining && _dropout > 0),
            static (task, pass) => pass.Layer.BackwardHead(pass.Input, task / pass.Layer._heads, task % pass.Layer._heads, pass.Drops));
    }

    // Numbers of a clip follow those of the clip before: one for each query and key.
    private void BeginMasks(PackedLayout layout, PassContext context)
    {
        if (_clipMasks.Length < layout.ClipCount)
        {
            _clipMasks = new long[layout.ClipCount];
        }

        var start = 0L;
        for (var clip = 0; clip < layout.ClipCount; clip++)
        {
            _clipMasks[clip] = start;
            start += (long)layout.Lengths[clip] * layout.Lengths[clip];
        }

        for (var head = 0; head < _heads; head++)
        {
            _maskStarts[head] = _masks[head].Begin(context);
        }
    }

    private void ForwardHead(Activations input, int clip, int head, bool drops)
    {
        var rows = new HeadRows(input.Layout!, clip, head * _width, _width);
        var frames = rows.Frames;
        using var memory = new Memory((3 * frames * _width) + (BlockQueries * ((2 * frames) + _width)));
        var queries = memory.Take(frames * _width);
        var keys = memory.Take(frames * _width);
        var values = memory.Take(frames * _width);
        var scores = memory.Take(BlockQueries * frames);
        var mask = memory.Take(BlockQueries * frames);
        var y = memory.Take(BlockQueries * _width);
        rows.Read(input.ValueArray, Input.Features, 0, _scale, queries);
        rows.ReadTransposed(input.ValueArray, Input.Features, Output.Features, keys);
        rows.Read(input.ValueArray, Input.Features, 2 * Output.Features, 1, values);
        for (var first = 0; first < frames; first += BlockQueries)
        {
            var count = Math.Min(BlockQueries, frames - first);
            var block = scores[..(count * frames)];
            Multiply(count, frames, _width, queries[(first * _width)..], keys, block);
            for (var row = 0; row < count; row++)
            {
                var place = (rows.Row(first + row) * _heads) + head;
                var of = block.Slice(row * frames, frames);
                _largest[place] = AttentionKernels.Largest(of);
                AttentionKernels.Subtract(_largest[place], of);
            }

            DeterministicMath.Exp(block, block);
            for (var row = 0; row < count; row++)
            {
                _inverseSums[(rows.Row(first + row) * _heads) + head] =
                    (float)(1 / AttentionKernels.Sum(block.Slice(row * frames, frames)));
            }

            if (drops)
            {
                DrawMask(clip, head, first * (long)frames, mask[..block.Length]);
                RowKernels.Multiply(block, mask, block);
            }

            Multiply(count, _width, frames, block, values, y);
            for (var row = 0; row < count; row++)
            {
                var target = rows.Row(first + row);
                AttentionKernels.Scale(
                    y.Slice(row * _width, _width), _inverseSums[(target * _heads) + head],
                    Result.ValueArray.AsSpan((target * Output.Features) + (head * _width), _width));
            }
        }
    }

    // dV = (e m)ᵀ dO, dS = e (m (dO Vᵀ) - dO · O), dQ = dS K, dK = dSᵀ Q, with dO = dy / sum of the row's e and m the mask.
    private void BackwardHead(Activations input, int clip, int head, bool drops)
    {
        var rows = new HeadRows(input.Layout!, clip, head * _width, _width);
        var (frames, size) = (rows.Frames, rows.Frames * _width);
        using var memory = new Memory((8 * size) + frames + (3 * BlockQueries * frames));
        var queries = memory.Take(size);
        var keys = memory.Take(size);
        var keysTransposed = memory.Take(size);
        var valuesTransposed = memory.Take(size);
        var outputGradients = memory.Take(size);
        var dq = memory.Take(size);
        var dk = memory.Take(size);
        var dv = memory.Take(size);
        var products = memory.Take(frames);
        var exponentials = memory.Take(BlockQueries * frames);
        var gradients = memory.Take(BlockQueries * frames);
        var mask = memory.Take(BlockQueries * frames);
        rows.Read(input.ValueArray, Input.Features, 0, _scale, queries);
        rows.Read(input.ValueArray, Input.Features, Output.Features, 1, keys);
        rows.ReadTransposed(input.ValueArray, Input.Features, Output.Features, keysTransposed);
        rows.ReadTransposed(input.ValueArray, Input.Features, 2 * Output.Features, valuesTransposed);
        ReadOutputGradients(rows, head, outputGradients, products);
        dk.Clear();
        dv.Clear();
        for (var first = 0; first < frames; first += BlockQueries)
        {
            var count = Math.Min(BlockQueries, frames - first);
            var e = exponentials[..(count * frames)];
            var ds = gradients[..(count * frames)];
            var q = queries[(first * _width)..];
            var dy = outputGradients[(first * _width)..];
            Multiply(count, frames, _width, q, keysTransposed, e);
            for (var row = 0; row < count; row++)
            {
                AttentionKernels.Subtract(_largest[(rows.Row(first + row) * _heads) + head], e.Slice(row * frames, frames));
            }

            DeterministicMath.Exp(e, e);
            Multiply(count, frames, _width, dy, valuesTransposed, ds);
            var kept = e;
            if (drops)
            {
                kept = mask[..e.Length];
                DrawMask(clip, head, first * (long)frames, kept);
                RowKernels.Multiply(ds, kept, ds);
                RowKernels.Multiply(e, kept, kept);
            }

            AddTransposed(frames, _width, count, kept, dy, dv);
            for (var row = 0; row < count; row++)
            {
                AttentionKernels.SubtractMultiply(
                    products[first + row], e.Slice(row * frames, frames), ds.Slice(row * frames, frames));
            }

            Multiply(count, _width, frames, ds, keys, dq[(first * _width)..]);
            AddTransposed(frames, _width, count, ds, q, dk);
        }

        rows.Write(dq, _scale, input.GradientArray, Input.Features, 0);
        rows.Write(dk, 1, input.GradientArray, Input.Features, Output.Features);
        rows.Write(dv, 1, input.GradientArray, Input.Features, 2 * Output.Features);
    }

    // dO of every frame, and its product with the frame's output.
    private void ReadOutputGradients(HeadRows rows, int head, Span<float> gradients, Span<float> products)
    {
        rows.Read(Result.GradientArray, Output.Features, 0, 1, gradients);
        for (var frame = 0; frame < rows.Frames; frame++)
        {
            var row = rows.Row(frame);
            var dy = gradients.Slice(frame * _width, _width);
            AttentionKernels.Scale(dy, _inverseSums[(row * _heads) + head], dy);
            var y = Result.ValueArray.AsSpan((row * Output.Features) + (head * _width), _width);
            float product = 0;
            for (var i = 0; i < y.Length; i++)
            {
                product += dy[i] * y[i];
            }

            products[frame] = product;
        }
    }

    private void DrawMask(int clip, int head, long index, Span<float> mask) =>
        _masks[head].Draw(_maskStarts[head] + (ulong)(_clipMasks[clip] + index), mask);

    // C [m, n] = A [m, k] B [k, n]; rows lie close together here and below.
    private static void Multiply(int m, int n, int k, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c) =>
        Gemm.Multiply(Transpose.No, Transpose.No, m, n, k, a, k, b, n, c, n, accumulate: false, WorkerPool.Serial);

    // C [m, n] += Aᵀ B, A [k, m].
    private static void AddTransposed(int m, int n, int k, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c) =>
        Gemm.Multiply(Transpose.Yes, Transpose.No, m, n, k, a, m, b, n, c, n, accumulate: true, WorkerPool.Serial);

    /// <summary>Working memory of one task.</summary>
    private ref struct Memory(int length) : IDisposable
    {
        private readonly float[] _array = ArrayPool<float>.Shared.Rent(length);
        private int _taken;

        public Span<float> Take(int count)
        {
            _taken += count;
            return _array.AsSpan(_taken - count, count);
        }

        public readonly void Dispose() => ArrayPool<float>.Shared.Return(_array);
    }

    /// <summary>The columns of one head in the rows of one clip.</summary>
    private readonly ref struct HeadRows(PackedLayout layout, int clip, int column, int width)
    {
        public int Frames => layout.Lengths[clip];

        public int Row(int frame) => layout.Row(frame, clip);

        /// <summary>target[frame, i] = scale matrix[row, offset + column + i].</summary>
        public void Read(float[] matrix, int stride, int offset, float scale, Span<float> target)
        {
            for (var frame = 0; frame < Frames; frame++)
            {
                AttentionKernels.Scale(Of(matrix, stride, offset, frame), scale, target.Slice(frame * width, width));
            }
        }

        /// <summary>target[i, frame] = matrix[row, offset + column + i].</summary>
        public void ReadTransposed(float[] matrix, int stride, int offset, Span<float> target)
        {
            for (var frame = 0; frame < Frames; frame++)
            {
                var source = Of(matrix, stride, offset, frame);
                for (var i = 0; i < source.Length; i++)
                {
                    target[(i * Frames) + frame] = source[i];
                }
            }
        }

        /// <summary>matrix[row, offset + column + i] = scale source[frame, i].</summary>
        public void Write(ReadOnlySpan<float> source, float scale, float[] matrix, int stride, int offset)
        {
            for (var frame = 0; frame < Frames; frame++)
            {
                AttentionKernels.Scale(source.Slice(frame * width, width), scale, Of(matrix, stride, offset, frame));
            }
        }

        private Span<float> Of(float[] matrix, int stride, int offset, int frame) =>
            matrix.AsSpan((Row(frame) * stride) + offset + column, width);
    }
}
