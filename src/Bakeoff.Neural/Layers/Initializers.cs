using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>First weights, with Keras's distributions.</summary>
internal static class Initializers
{
    /// <summary>Uniform in ±sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010).</summary>
    public static void GlorotUniform(Span<float> weights, int fanIn, int fanOut, SeededRandom random)
    {
        var limit = Math.Sqrt(6.0 / ((double)fanIn + fanOut));
        foreach (ref var weight in weights)
        {
            weight = (float)(((2 * random.NextDouble()) - 1) * limit);
        }
    }

    /// <summary>Orthonormal columns of a [rows, columns] matrix, rows >= columns (Saxe, McClelland and Ganguli, 2014).</summary>
    /// <remarks>Gaussian columns made orthonormal by the modified Gram-Schmidt process in
    /// float64, whose signs are those of Keras's corrected QR.</remarks>
    public static void Orthogonal(Span<float> weights, int rows, int columns, SeededRandom random)
    {
        var basis = new double[columns][];
        for (var column = 0; column < columns; column++)
        {
            var vector = new double[rows];
            foreach (ref var value in vector.AsSpan())
            {
                value = random.NextGaussian();
            }

            for (var earlier = 0; earlier < column; earlier++)
            {
                Subtract(vector, basis[earlier], Dot(vector, basis[earlier]));
            }

            var length = Math.Sqrt(Dot(vector, vector));
            foreach (ref var value in vector.AsSpan())
            {
                value /= length;
            }

            basis[column] = vector;
            for (var row = 0; row < rows; row++)
            {
                weights[(row * columns) + column] = (float)vector[row];
            }
        }
    }

    // Four sums in a fixed order: faster than one chain, and still the same on every machine.
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        var i = 0;
        for (; i <= a.Length - 4; i += 4)
        {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }

        for (; i < a.Length; i++)
        {
            sum0 += a[i] * b[i];
        }

        return (sum0 + sum1) + (sum2 + sum3);
    }

    private static void Subtract(Span<double> vector, ReadOnlySpan<double> direction, double amount)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] -= amount * direction[i];
        }
    }
}
