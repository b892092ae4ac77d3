using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Encoders.Layers;

/// <summary>Arithmetic on rows. Each lane is an element of its own, so the width of the machine's vectors changes no bit.</summary>
internal static class Vectors
{
    private static int Lanes => Vector512<float>.Count;

    /// <summary>y = scale x.</summary>
    public static void Scale(ReadOnlySpan<float> x, float scale, Span<float> y)
    {
        var from = Cast(x);
        var to = Cast(y);
        var scales = Vector512.Create(scale);
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = from[i] * scales;
        }

        for (var i = from.Length * Lanes; i < x.Length; i++)
        {
            y[i] = x[i] * scale;
        }
    }

    /// <summary>y += x.</summary>
    public static void Add(ReadOnlySpan<float> x, Span<float> y)
    {
        var from = Cast(x);
        var to = Cast(y);
        for (var i = 0; i < from.Length; i++)
        {
            to[i] += from[i];
        }

        for (var i = from.Length * Lanes; i < x.Length; i++)
        {
            y[i] += x[i];
        }
    }

    /// <summary>y = scale y + shift, element by element.</summary>
    public static void ScaleAndShift(ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> y)
    {
        var scales = Cast(scale);
        var shifts = Cast(shift);
        var to = Cast(y);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = Vector512.FusedMultiplyAdd(to[i], scales[i], shifts[i]);
        }

        for (var i = to.Length * Lanes; i < y.Length; i++)
        {
            y[i] = MathF.FusedMultiplyAdd(y[i], scale[i], shift[i]);
        }
    }

    /// <summary>Largest value; the order of comparisons does not matter.</summary>
    public static float Largest(ReadOnlySpan<float> x)
    {
        var from = Cast(x);
        var largest = Vector512.Create(float.NegativeInfinity);
        for (var i = 0; i < from.Length; i++)
        {
            largest = Vector512.Max(largest, from[i]);
        }

        var result = float.NegativeInfinity;
        for (var lane = 0; lane < Lanes; lane++)
        {
            result = Math.Max(result, largest[lane]);
        }

        for (var i = from.Length * Lanes; i < x.Length; i++)
        {
            result = Math.Max(result, x[i]);
        }

        return result;
    }

    /// <summary>y += shift in every element.</summary>
    public static void Shift(float shift, Span<float> y)
    {
        var to = Cast(y);
        var shifts = Vector512.Create(shift);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += shifts;
        }

        for (var i = to.Length * Lanes; i < y.Length; i++)
        {
            y[i] += shift;
        }
    }

    private static ReadOnlySpan<Vector512<float>> Cast(ReadOnlySpan<float> x) => MemoryMarshal.Cast<float, Vector512<float>>(x);

    private static Span<Vector512<float>> Cast(Span<float> x) => MemoryMarshal.Cast<float, Vector512<float>>(x);
}
