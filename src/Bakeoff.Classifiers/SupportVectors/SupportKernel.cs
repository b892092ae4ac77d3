using System.Buffers;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Kernel values of clips, each with all rows that a trained model is made of.</summary>
/// <remarks>Determinism: each value is a sum over columns in their order, the same alone and among others.</remarks>
internal sealed class SupportKernel
{
    // So many clips are compared with all rows by one product.
    private const int Together = 256;

    private readonly KernelBasis _basis;
    private readonly double? _gamma;

    // For a clip alone, which does not outweigh putting all rows in order.
    private readonly Lazy<InterleavedRows> _rows;

    /// <summary>Prepares rows.</summary>
    /// <param name="support">The rows.</param>
    /// <param name="gamma">Inverse width of the Gaussian kernel; null for the linear one.</param>
    public SupportKernel(DesignMatrix support, double? gamma)
        : this(new KernelBasis(support, isDistance: gamma is not null), gamma)
    {
    }

    /// <inheritdoc cref="SupportKernel(DesignMatrix, double?)"/>
    public SupportKernel(KernelBasis support, double? gamma)
    {
        (_basis, _gamma) = (support, gamma);
        _rows = new(() => new InterleavedRows(support.Rows));
    }

    /// <summary>Computes something from the kernel values of a clip.</summary>
    /// <param name="values">Kernel values, one for each row.</param>
    public delegate T FromValues<T>(ReadOnlySpan<double> values);

    /// <summary>The kernel values of one clip.</summary>
    /// <param name="clip">Features.</param>
    /// <returns>One value for each row.</returns>
    public ReadOnlySpan<double> Of(ReadOnlySpan<double> clip)
    {
        var around = _basis.Around(new DesignMatrix(clip.ToArray(), clip.Length), 0, 1);
        var values = new double[InterleavedRows.Stride(_basis.Rows.RowCount)];
        _rows.Value.Dots(around.Values, _basis.Rows.RowCount, values);
        var own = values.AsSpan(0, _basis.Rows.RowCount);
        ToKernel(around.Values, own);
        return own;
    }

    /// <summary>Computes something from the kernel values of each clip. Clips share what is read of the rows.</summary>
    /// <param name="clips">Features, one row for each clip.</param>
    /// <param name="threads">Number of threads; they change no result.</param>
    /// <param name="compute">What is computed, on any thread.</param>
    /// <returns>Results of the clips, in their order.</returns>
    public T[] Each<T>(DesignMatrix clips, int threads, FromValues<T> compute)
    {
        var (support, columns) = (_basis.Rows.RowCount, clips.ColumnCount);
        var results = new T[clips.RowCount];
        var values = ArrayPool<double>.Shared.Rent(Math.Min(Together, results.Length) * support);
        using var pool = new WorkerPool(threads);
        for (var first = 0; first < results.Length; first += Together)
        {
            var group = _basis.Around(clips, first, Math.Min(Together, results.Length - first));
            Gemm.Multiply(
                Transpose.No, Transpose.Yes, group.RowCount, support, columns, group.Values, columns, _basis.Rows.Values, columns, values,
                support, accumulate: false, pool);
            pool.Run(group.RowCount, first, (clip, start) =>
            {
                var own = values.AsSpan(clip * support, support);
                ToKernel(group.Row(clip), own);
                results[start + clip] = compute(own);
            });
        }

        ArrayPool<double>.Shared.Return(values);
        return results;
    }

    private void ToKernel(ReadOnlySpan<double> clip, Span<double> products)
    {
        if (_gamma is { } width)
        {
            KernelBasis.ToDistances(products, DesignMatrix.Dot(clip, clip), _basis.Squares);
            TrainingKernel.Gaussian(products, width);
        }
    }
}
