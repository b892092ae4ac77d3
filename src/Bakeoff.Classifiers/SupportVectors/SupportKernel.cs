using System.Buffers;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Kernel values of clips, each with all rows that a trained model is made of.</summary>
/// <remarks>Determinism: each value is a sum over columns in their order, the same alone and among others.</remarks>
/// <param name="support">The rows.</param>
/// <param name="gamma">Inverse width of the Gaussian kernel; null for the linear one.</param>
internal sealed class SupportKernel(DesignMatrix support, double? gamma)
{
    private readonly InterleavedRows _rows = new(support);

    /// <summary>Computes something from the kernel values of a clip.</summary>
    /// <param name="values">Kernel values, one for each row; what follows them is not defined.</param>
    public delegate T FromValues<T>(ReadOnlySpan<double> values);

    /// <summary>The kernel values of one clip.</summary>
    /// <param name="clip">Features.</param>
    /// <returns>One value for each row; what follows them is not defined.</returns>
    public double[] Of(ReadOnlySpan<double> clip)
    {
        var values = new double[InterleavedRows.Stride(support.RowCount)];
        Fill(clip, values);
        return values;
    }

    /// <summary>Computes something from the kernel values of each clip. Clips share what is read of the rows.</summary>
    /// <param name="clips">Features, one row for each clip.</param>
    /// <param name="threads">Number of threads; they change no result.</param>
    /// <param name="compute">What is computed, on any thread.</param>
    /// <returns>Results of the clips, in their order.</returns>
    public T[] Each<T>(DesignMatrix clips, int threads, FromValues<T> compute)
    {
        var results = new T[clips.RowCount];
        var groups = (clips.RowCount + InterleavedRows.Together - 1) / InterleavedRows.Together;
        Parallel.For(0, groups, new ParallelOptions { MaxDegreeOfParallelism = threads }, group =>
        {
            var first = group * InterleavedRows.Together;
            var count = Math.Min(InterleavedRows.Together, clips.RowCount - first);
            var stride = InterleavedRows.Stride(support.RowCount);
            var values = ArrayPool<double>.Shared.Rent(count * stride);
            Fill(clips.Values.AsSpan(first * clips.ColumnCount, count * clips.ColumnCount), values.AsSpan(0, count * stride));
            for (var clip = 0; clip < count; clip++)
            {
                results[first + clip] = compute(values.AsSpan(clip * stride, stride));
            }

            ArrayPool<double>.Shared.Return(values);
        });
        return results;
    }

    private void Fill(ReadOnlySpan<double> clips, Span<double> values)
    {
        if (gamma is { } width)
        {
            _rows.SquaredDistances(clips, support.RowCount, values);
            TrainingKernel.Gaussian(values, width);
        }
        else
        {
            _rows.Dots(clips, support.RowCount, values);
        }
    }
}
