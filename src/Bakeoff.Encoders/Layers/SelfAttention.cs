using System.Buffers;
using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>Scaled dot-product attention of all frames to all frames, with heads (Vaswani et al., 2017).</summary>
/// <remarks>
/// A task is a block of queries of one head. The sum under a softmax runs in float64 over ascending keys. Clips are alone, so nothing is
/// masked.
/// </remarks>
internal sealed class SelfAttention
{
    private const int QueriesOfTask = 128;

    private readonly TransformerShape _shape;
    private readonly Linear _projections;
    private readonly Linear _output;
    private readonly RelativeGate? _gate;

    /// <param name="weights">Open weights.</param>
    /// <param name="name">Name of the attention.</param>
    /// <param name="shape">Form of the transformer.</param>
    /// <param name="hasGate">True for WavLM's gated relative positions.</param>
    public SelfAttention(ITensorSource weights, string name, TransformerShape shape, bool hasGate)
    {
        _shape = shape;
        _projections = ReadProjections(weights, name, shape);
        _output = Linear.Read(weights, name + ".out_proj", shape.Width, shape.Width);
        _gate = hasGate ? new RelativeGate(weights, name, shape.HeadCount, shape.HeadWidth) : null;
    }

    /// <summary>y += attention(x).</summary>
    /// <param name="x">[frames, width].</param>
    /// <param name="frames">Frames.</param>
    /// <param name="y">[frames, width]; may be x.</param>
    /// <param name="positions">Biases by relative position; null for none.</param>
    /// <param name="memory">Working memory.</param>
    /// <param name="pool">Threads.</param>
    public void AddTo(float[] x, int frames, float[] y, float[]? positions, EncoderMemory memory, WorkerPool pool)
    {
        var width = _shape.Width;
        var projected = memory.Take("projected", frames * 3 * width);
        var context = memory.Take("context", frames * width);
        _projections.Apply(x, frames, projected, pool);
        var pass = new Pass(_shape, frames, projected, context, positions, _gate?.FactorsOf(x, frames, pool));
        pool.Run(_shape.HeadCount * pass.BlockCount, pass, static (task, pass) => pass.Run(task));
        _output.AddTo(context, frames, y, pool);
    }

    // One product gives queries, keys and values. Queries carry the scale of the scores.
    private static Linear ReadProjections(ITensorSource weights, string name, TransformerShape shape)
    {
        var width = shape.Width;
        var (all, bias) = (new float[3 * width * width], new float[3 * width]);
        var scale = (float)(1 / Math.Sqrt(shape.HeadWidth));
        foreach (var (part, index) in new[] { ("q", 0), ("k", 1), ("v", 2) })
        {
            weights.Read($"{name}.{part}_proj.weight", width, width).CopyTo(all, index * width * width);
            var biasName = $"{name}.{part}_proj.bias";
            if (part != "k" || weights.Has(biasName))
            {
                // Whisper's keys have no bias.
                weights.Read(biasName, width).CopyTo(bias, index * width);
            }
        }

        Vectors.Scale(all.AsSpan(0, width * width), scale, all.AsSpan(0, width * width));
        Vectors.Scale(bias.AsSpan(0, width), scale, bias.AsSpan(0, width));
        return new Linear(all, bias, width);
    }

    private sealed record Pass(
        TransformerShape Shape, int Frames, float[] Projected, float[] Context, float[]? Positions, float[]? Gates)
    {
        public int BlockCount => (Frames + QueriesOfTask - 1) / QueriesOfTask;

        public void Run(int task)
        {
            var (head, first) = (task / BlockCount, task % BlockCount * QueriesOfTask);
            var count = Math.Min(QueriesOfTask, Frames - first);
            var (width, part, stride) = (Shape.Width, Shape.HeadWidth, 3 * Shape.Width);
            var scores = ArrayPool<float>.Shared.Rent(count * Frames);
            StartScores(scores, head, first, count);
            Gemm.Multiply(
                Transpose.No, Transpose.Yes, count, Frames, part,
                Projected.AsSpan((first * stride) + (head * part)), stride,
                Projected.AsSpan(width + (head * part)), stride,
                scores, Frames, accumulate: Positions is not null, WorkerPool.Serial);
            for (var row = 0; row < count; row++)
            {
                ApplySoftmax(scores.AsSpan(row * Frames, Frames));
            }

            Gemm.Multiply(
                Transpose.No, Transpose.No, count, part, Frames,
                scores, Frames,
                Projected.AsSpan((2 * width) + (head * part)), stride,
                Context.AsSpan((first * width) + (head * part)), width, accumulate: false, WorkerPool.Serial);
            ArrayPool<float>.Shared.Return(scores);
        }

        private void StartScores(float[] scores, int head, int first, int count)
        {
            if (Positions is null || Gates is null)
            {
                return;
            }

            var biases = Positions.AsSpan(head * ((2 * Frames) - 1), (2 * Frames) - 1);
            for (var row = 0; row < count; row++)
            {
                var query = first + row;
                var gate = Gates[(query * Shape.HeadCount) + head];
                Vectors.Scale(biases.Slice(Frames - 1 - query, Frames), gate, scores.AsSpan(row * Frames, Frames));
            }
        }

        private static void ApplySoftmax(Span<float> scores)
        {
            Vectors.Shift(-Vectors.Largest(scores), scores);
            DeterministicMath.Exp(scores, scores);
            var sum = 0.0;
            foreach (var score in scores)
            {
                sum += score;
            }

            Vectors.Scale(scores, (float)(1 / sum), scores);
        }
    }
}
