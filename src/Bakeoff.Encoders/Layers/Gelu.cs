using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>x / 2 (1 + erf(x / sqrt 2)), the exact form (Hendrycks and Gimpel, 2016).</summary>
internal static class Gelu
{
    private const int Block = 1024;
    private const float RootHalf = 0.70710678f;

    /// <summary>Replaces every value.</summary>
    public static void Apply(Span<float> values)
    {
        Span<float> errors = stackalloc float[Block];
        for (var first = 0; first < values.Length; first += Block)
        {
            var part = values.Slice(first, Math.Min(Block, values.Length - first));
            var erf = errors[..part.Length];
            Vectors.Scale(part, RootHalf, erf);
            DeterministicMath.Erf(erf, erf);
            var x = MemoryMarshal.Cast<float, Vector512<float>>(part);
            var y = MemoryMarshal.Cast<float, Vector512<float>>(erf);
            var half = Vector512.Create(0.5f);
            for (var i = 0; i < x.Length; i++)
            {
                var halved = half * x[i];
                x[i] = Vector512.FusedMultiplyAdd(halved, y[i], halved);
            }

            for (var i = x.Length * Vector512<float>.Count; i < part.Length; i++)
            {
                var halved = 0.5f * part[i];
                part[i] = MathF.FusedMultiplyAdd(halved, erf[i], halved);
            }
        }
    }

    /// <summary>Adds a bias to every row, then replaces every value.</summary>
    public static void ApplyWithBias(float[] values, int rows, float[] bias, WorkerPool pool) =>
        Bands.Run(pool, rows, unit: 1, (long)rows * bias.Length, (Values: values, Bias: bias), static (first, last, job) =>
        {
            var width = job.Bias.Length;
            for (var row = first; row < last; row++)
            {
                var span = job.Values.AsSpan(row * width, width);
                Vectors.Add(job.Bias, span);
                Apply(span);
            }
        });
}
