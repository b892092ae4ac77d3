using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics.Embedding;

/// <summary>Probability with which each point would choose each other one as its neighbour: the affinities that t-SNE preserves.</summary>
/// <remarks>
/// <para>Source: L. van der Maaten and G. Hinton, Visualizing data using t-SNE, JMLR 9 (2008), 2579-2605, equations 1 and 2 with
/// symmetrised conditionals.</para>
/// <para>Determinism: rows are independent of each other, sums run in a fixed order, the exponential is the project's own. O(n squared)
/// memory and time.</para>
/// </remarks>
internal sealed class NeighbourAffinities
{
    private const int MostSteps = 60;
    private const double EntropyTolerance = 1e-5;

    // Rows side by side in four vectors: enough sums at a time to hide how long an addition takes.
    private const int Together = 16;

    private NeighbourAffinities(int count)
    {
        Count = count;
        Stride = (count + Vector256<double>.Count - 1) / Vector256<double>.Count * Vector256<double>.Count;
        Values = new double[count * Stride];
    }

    /// <summary>Number of points n.</summary>
    public int Count { get; }

    /// <summary>n, rounded up to whole vectors.</summary>
    public int Stride { get; }

    /// <summary>
    /// Joint probabilities, [Stride / 4, n, 4]: those of four points with each point lie side by side, in the order in which a step reads them.
    /// Zero beyond the last point.
    /// </summary>
    public double[] Values { get; }

    /// <summary>Joint probability of two points: symmetric, zero for a point and itself, summing to 1.</summary>
    public double this[int i, int j] => Values[Index(i, j)];

    /// <summary>Computes joint probabilities.</summary>
    /// <param name="rows">Points of equal length, [n][columns].</param>
    /// <param name="perplexity">Effective number of neighbours of each point, below n.</param>
    /// <param name="options">Threads and cancellation; neither changes a result.</param>
    public static NeighbourAffinities Compute(IReadOnlyList<double[]> rows, double perplexity, ParallelOptions options)
    {
        var n = rows.Count;
        var conditional = new double[n * n];
        var target = DeterministicMath.Log(perplexity);
        var interleaved = Interleave(rows);
        Parallel.For(0, n, options, i => FillRow(SquaredDistances(rows[i], interleaved), i, target, conditional.AsSpan(i * n, n)));
        var joint = new NeighbourAffinities(n);
        Parallel.For(0, n, options, i =>
        {
            for (var j = 0; j < n; j++)
            {
                joint.Values[joint.Index(i, j)] = (conditional[(i * n) + j] + conditional[(j * n) + i]) / (2.0 * n);
            }
        });
        return joint;
    }

    private int Index(int i, int j)
    {
        var (group, lane) = Math.DivRem(i, Vector256<double>.Count);
        return (((group * Count) + j) * Vector256<double>.Count) + lane;
    }

    /// <summary>Blocks of [columns, <see cref="Together"/>], the last one filled up with zeros.</summary>
    private static double[] Interleave(IReadOnlyList<double[]> rows)
    {
        var columns = rows[0].Length;
        var interleaved = new double[(rows.Count + Together - 1) / Together * Together * columns];
        for (var i = 0; i < rows.Count; i++)
        {
            var block = interleaved.AsSpan(i / Together * Together * columns);
            for (var k = 0; k < columns; k++)
            {
                block[(k * Together) + (i % Together)] = rows[i][k];
            }
        }

        return interleaved;
    }

    /// <summary>Distance of a row from each of the others, each lane a sum over the columns in their order.</summary>
    private static double[] SquaredDistances(double[] row, double[] interleaved)
    {
        var distances = new double[interleaved.Length / row.Length];
        ref var start = ref MemoryMarshal.GetArrayDataReference(interleaved);
        for (var first = 0; first < distances.Length; first += Together)
        {
            var (a, b) = (Vector256<double>.Zero, Vector256<double>.Zero);
            var (c, d) = (Vector256<double>.Zero, Vector256<double>.Zero);
            for (var k = 0; k < row.Length; k++)
            {
                var value = Vector256.Create(row[k]);
                var place = (nuint)((first * row.Length) + (k * Together));
                var toA = value - Vector256.LoadUnsafe(ref start, place);
                var toB = value - Vector256.LoadUnsafe(ref start, place + 4);
                var toC = value - Vector256.LoadUnsafe(ref start, place + 8);
                var toD = value - Vector256.LoadUnsafe(ref start, place + 12);
                a += toA * toA;
                b += toB * toB;
                c += toC * toC;
                d += toD * toD;
            }

            a.CopyTo(distances, first);
            b.CopyTo(distances, first + 4);
            c.CopyTo(distances, first + 8);
            d.CopyTo(distances, first + 12);
        }

        return distances;
    }

    /// <summary>Finds the width of the Gaussian around one point that gives the wanted entropy, by bisection.</summary>
    private static void FillRow(double[] distances, int i, double targetEntropy, Span<double> row)
    {
        var nearest = double.PositiveInfinity;
        var mean = 0.0;
        for (var j = 0; j < row.Length; j++)
        {
            nearest = j == i ? nearest : Math.Min(nearest, distances[j]);
            mean += distances[j] / row.Length;
        }

        var (low, high) = (0.0, double.PositiveInfinity);
        var precision = mean > 0 ? 1 / mean : 1;
        for (var step = 0; step < MostSteps; step++)
        {
            var entropy = Fill(distances, nearest, i, precision, row);
            if (Math.Abs(entropy - targetEntropy) < EntropyTolerance)
            {
                return;
            }

            (low, high) = entropy > targetEntropy ? (precision, high) : (low, precision);
            precision = double.IsPositiveInfinity(high) ? precision * 2 : (low + high) / 2;
        }
    }

    /// <returns>Entropy of the row in nats.</returns>
    private static double Fill(double[] distances, double nearest, int i, double precision, Span<double> row)
    {
        var (sum, weighted) = (0.0, 0.0);
        for (var j = 0; j < row.Length; j++)
        {
            // Counted from the nearest neighbour, at least one weight is 1 and the sum never vanishes.
            var distance = distances[j] - nearest;
            row[j] = j == i ? 0 : DeterministicMath.Exp(-distance * precision);
            sum += row[j];
            weighted += row[j] * distance;
        }

        for (var j = 0; j < row.Length; j++)
        {
            row[j] /= sum;
        }

        return DeterministicMath.Log(sum) + (precision * weighted / sum);
    }
}
