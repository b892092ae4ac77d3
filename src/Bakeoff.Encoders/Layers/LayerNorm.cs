using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>Layer normalisation of each row (Ba, Kiros and Hinton, 2016). Sums are float64, values in rising order.</summary>
internal sealed class LayerNorm
{
    private readonly float[] _weight;
    private readonly float[] _bias;
    private readonly double _epsilon;

    private LayerNorm(float[] weight, float[] bias, float epsilon) => (_weight, _bias, _epsilon) = (weight, bias, epsilon);

    public static LayerNorm Read(ITensorSource weights, string name, int width, float epsilon) =>
        new(weights.Read(name + ".weight", width), weights.Read(name + ".bias", width), epsilon);

    /// <summary>Normalisation without weights of its own.</summary>
    public static LayerNorm WithoutWeights(int width, float epsilon)
    {
        var ones = new float[width];
        ones.AsSpan().Fill(1);
        return new LayerNorm(ones, new float[width], epsilon);
    }

    /// <summary>y = normalised x; y may be x.</summary>
    public void Apply(float[] x, int rows, float[] y, WorkerPool pool, bool withGelu = false) =>
        Bands.Run(pool, rows, unit: 1, (long)rows * _weight.Length, (Norm: this, X: x, Y: y, WithGelu: withGelu), static (first, last, job) =>
        {
            var width = job.Norm._weight.Length;
            for (var row = first; row < last; row++)
            {
                var target = job.Y.AsSpan(row * width, width);
                job.Norm.Normalize(job.X.AsSpan(row * width, width), target);
                if (job.WithGelu)
                {
                    Gelu.Apply(target);
                }
            }
        });

    /// <summary>Normalises one row; y may be x.</summary>
    public void Normalize(ReadOnlySpan<float> x, Span<float> y)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in x)
        {
            sum += value;
            squares += (double)value * value;
        }

        var mean = sum / x.Length;
        var scale = 1 / Math.Sqrt(Math.Max(0, (squares / x.Length) - (mean * mean)) + _epsilon);
        var (shift, factor) = ((float)mean, (float)scale);
        var from = MemoryMarshal.Cast<float, Vector512<float>>(x);
        var to = MemoryMarshal.Cast<float, Vector512<float>>(y);
        var weights = MemoryMarshal.Cast<float, Vector512<float>>(_weight.AsSpan());
        var biases = MemoryMarshal.Cast<float, Vector512<float>>(_bias.AsSpan());
        var (shifts, factors) = (Vector512.Create(shift), Vector512.Create(factor));
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = Vector512.FusedMultiplyAdd((from[i] - shifts) * factors, weights[i], biases[i]);
        }

        for (var i = from.Length * Vector512<float>.Count; i < x.Length; i++)
        {
            y[i] = MathF.FusedMultiplyAdd((x[i] - shift) * factor, _weight[i], _bias[i]);
        }
    }
}
