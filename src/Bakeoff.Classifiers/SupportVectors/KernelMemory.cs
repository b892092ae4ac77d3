using System.Collections.Concurrent;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Arrays for rows of kernels, used again by the next pair of classes: new ones for each pair would be cleared each time, and fill
/// memory with garbage until it is collected.</summary>
/// <param name="length">Length of an array: that of the longest row.</param>
internal sealed class KernelMemory(int length)
{
    private readonly ConcurrentBag<double[]> _free = [];

    /// <summary>Length of an array.</summary>
    public int Length => length;

    /// <summary>Takes an array with any values.</summary>
    public double[] Take() => _free.TryTake(out var row) ? row : GC.AllocateUninitializedArray<double>(length);

    /// <summary>Gives an array back.</summary>
    public void Return(double[] row) => _free.Add(row);
}
