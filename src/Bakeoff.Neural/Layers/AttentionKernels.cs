using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Neural.Layers;

/// <summary>Passes over the scores of one query.</summary>
/// <remarks>Eight lanes on every machine, so that sums have one order.</remarks>
internal static class AttentionKernels
{
    private const int Lanes = 8;

    /// <summary>Largest value; the order of comparisons does not matter.</summary>
    public static float Largest(ReadOnlySpan<float> x)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(x);
        var largest = Vector256.Create(float.NegativeInfinity);
        foreach (var vector in vectors)
        {
            largest = Vector256.Max(largest, vector);
        }

        var result = float.NegativeInfinity;
        for (var lane = 0; lane < Lanes; lane++)
        {
            result = MathF.Max(result, largest[lane]);
        }

        foreach (var value in x[(vectors.Length * Lanes)..])
        {
            result = MathF.Max(result, value);
        }

        return result;
    }

    /// <summary>Sum in float64: each lane of eight in rising order, then the lanes, then the rest.</summary>
    public static double Sum(ReadOnlySpan<float> x)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(x);
        var (lower, upper) = (Vector256<double>.Zero, Vector256<double>.Zero);
        foreach (var vector in vectors)
        {
            var (first, second) = Vector256.Widen(vector);
            lower += first;
            upper += second;
        }

        var sums = lower + upper;
        var sum = sums[0] + sums[1] + sums[2] + sums[3];
        foreach (var value in x[(vectors.Length * Lanes)..])
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>y -= amount in every element.</summary>
    public static void Subtract(float amount, Span<float> y)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(y);
        var amounts = Vector256.Create(amount);
        foreach (ref var vector in vectors)
        {
            vector -= amounts;
        }

        foreach (ref var value in y[(vectors.Length * Lanes)..])
        {
            value -= amount;
        }
    }

    /// <summary>y = scale x; y may be x.</summary>
    public static void Scale(ReadOnlySpan<float> x, float scale, Span<float> y)
    {
        var from = MemoryMarshal.Cast<float, Vector256<float>>(x);
        var to = MemoryMarshal.Cast<float, Vector256<float>>(y);
        var scales = Vector256.Create(scale);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = from[i] * scales;
        }

        for (var i = to.Length * Lanes; i < y.Length; i++)
        {
            y[i] = x[i] * scale;
        }
    }

    /// <summary>y = factor (y - amount), element by element.</summary>
    public static void SubtractMultiply(float amount, ReadOnlySpan<float> factor, Span<float> y)
    {
        var factors = MemoryMarshal.Cast<float, Vector256<float>>(factor);
        var to = MemoryMarshal.Cast<float, Vector256<float>>(y);
        var amounts = Vector256.Create(amount);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = factors[i] * (to[i] - amounts);
        }

        for (var i = to.Length * Lanes; i < y.Length; i++)
        {
            y[i] = factor[i] * (y[i] - amount);
        }
    }
}
