using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Neural.Layers;

/// <summary>Element-wise and column-wise passes over row-major matrices.</summary>
/// <remarks>Each result comes from the same sequence of IEEE operations in the vector body and in the scalar tail; lanes hold different results.</remarks>
internal static class RowKernels
{
    /// <summary>y = a * b.</summary>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
    {
        var i = 0;
        for (; i <= y.Length - 8; i += 8)
        {
            (Vector256.Create(a[i..]) * Vector256.Create(b[i..])).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            y[i] = a[i] * b[i];
        }
    }

    /// <summary>y += a.</summary>
    public static void Add(ReadOnlySpan<float> a, Span<float> y)
    {
        var i = 0;
        for (; i <= y.Length - 8; i += 8)
        {
            (Vector256.Create<float>(y[i..]) + Vector256.Create(a[i..])).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            y[i] += a[i];
        }
    }

    /// <summary>Writes the same row, such as a bias, into every row.</summary>
    public static void FillRows(ReadOnlySpan<float> row, Span<float> matrix)
    {
        for (var start = 0; start < matrix.Length; start += row.Length)
        {
            row.CopyTo(matrix.Slice(start, row.Length));
        }
    }

    /// <summary>sums[j] = matrix[0, j] + matrix[1, j] + ..., rows in rising order.</summary>
    public static void SumColumns(ReadOnlySpan<float> matrix, Span<float> sums)
    {
        sums.Clear();
        for (var start = 0; start < matrix.Length; start += sums.Length)
        {
            Add(matrix.Slice(start, sums.Length), sums);
        }
    }
}
