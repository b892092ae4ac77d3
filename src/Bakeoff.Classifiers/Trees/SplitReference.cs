namespace Bakeoff.Classifiers.Trees;

/// <summary>The readable search that defines the split of <see cref="SplitSearch"/>: all values sorted, every place between two tried.</summary>
internal static class SplitReference
{
    /// <summary>Finds the place that parts some clips by one feature into the purest two sides.</summary>
    /// <param name="values">The feature of each clip.</param>
    /// <param name="classes">Class of each clip.</param>
    /// <param name="classCount">K, the number of classes.</param>
    /// <param name="minLeaf">Smallest number of clips on a side.</param>
    /// <returns>Purity: sum over both sides of (sum of squared counts of the classes) / size; larger is purer, of equal ones the first place
    /// counts. Largest value of the left side. Negative infinity and NaN if there is no place.</returns>
    public static (double Purity, double Last) Find(double[] values, int[] classes, int classCount, int minLeaf)
    {
        var (sorted, labels) = ((double[])values.Clone(), (int[])classes.Clone());
        Array.Sort(sorted, labels);
        var best = (Purity: double.NegativeInfinity, Last: double.NaN);
        for (var left = minLeaf; left <= sorted.Length - minLeaf; left++)
        {
            if (sorted[left - 1] == sorted[left])
            {
                continue;
            }

            var purity = Purity(labels.AsSpan(0, left), classCount) + Purity(labels.AsSpan(left), classCount);
            best = purity > best.Purity ? (purity, sorted[left - 1]) : best;
        }

        return best;
    }

    /// <summary>Finds the place that parts some clips by one feature into the two sides of the least squared errors from their means.</summary>
    /// <param name="values">The feature of each clip.</param>
    /// <param name="numbers">The number of each clip.</param>
    /// <param name="minLeaf">Smallest number of clips on a side.</param>
    /// <returns>Squared errors of both sides, of equal ones those of the first place; largest value of the left side. Infinity and NaN if
    /// there is no place.</returns>
    public static (double Error, double Last) Find(double[] values, double[] numbers, int minLeaf)
    {
        var (sorted, sides) = ((double[])values.Clone(), (double[])numbers.Clone());
        Array.Sort(sorted, sides);
        var best = (Error: double.PositiveInfinity, Last: double.NaN);
        for (var left = minLeaf; left <= sorted.Length - minLeaf; left++)
        {
            if (sorted[left - 1] != sorted[left])
            {
                var error = Error(sides[..left]) + Error(sides[left..]);
                best = error < best.Error ? (error, sorted[left - 1]) : best;
            }
        }

        return best;
    }

    private static double Error(double[] numbers)
    {
        var mean = numbers.Average();
        return numbers.Sum(number => (number - mean) * (number - mean));
    }

    private static double Purity(ReadOnlySpan<int> labels, int classCount)
    {
        var counts = new long[classCount];
        foreach (var label in labels)
        {
            counts[label]++;
        }

        return counts.Sum(static count => count * count) / (double)labels.Length;
    }
}
