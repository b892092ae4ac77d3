using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics.Embedding;

/// <summary>t-SNE: places points in a plane so that neighbours stay neighbours.</summary>
/// <remarks>
/// <para>Source: L. van der Maaten and G. Hinton, Visualizing data using t-SNE, JMLR 9 (2008): exact gradients, momentum with gains, early
/// exaggeration. It starts from the principal components instead of random places (D. Kobak and P. Berens, Nature Communications 10 (2019),
/// 5416), so that no seed decides how the map looks.</para>
/// <para>Determinism: four points lie in the lanes of a vector, each with sums of its own over all others in their order; threads divide
/// points and never sums. O(n squared) a step: meant for at most some thousand points.</para>
/// </remarks>
public static class NeighbourEmbedding
{
    private const double Perplexity = 30;
    private const int ExaggeratedSteps = 120;
    private const int Steps = 400;
    private const double Exaggeration = 12;
    private const double LeastGain = 0.01;

    /// <summary>Fewest points that have neighbours worth keeping.</summary>
    private const int FewestPoints = 5;

    /// <summary>Computes the map.</summary>
    /// <param name="rows">Points of equal length, [n][columns], all finite.</param>
    /// <param name="start">Places to start from, one a point.</param>
    /// <param name="options">Threads and cancellation; neither changes a result.</param>
    /// <returns>A place for each point; the start itself for fewer than five points.</returns>
    public static IReadOnlyList<(double X, double Y)> Embed(
        IReadOnlyList<double[]> rows, IReadOnlyList<(double X, double Y)> start, ParallelOptions options)
    {
        var n = rows.Count;
        if (n < FewestPoints)
        {
            return start;
        }

        var affinities = NeighbourAffinities.Compute(rows, Math.Min(Perplexity, (n - 1) / 3.0), options);
        var places = Shrink(start, affinities.Stride);
        var (gradient, velocity, gains) = (new double[places.Length], new double[places.Length], new double[places.Length]);
        Array.Fill(gains, 1);
        var rate = Math.Max(n / Exaggeration / 4, 50);
        for (var step = 0; step < Steps; step++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            var isEarly = step < ExaggeratedSteps;
            Gradient(affinities, isEarly ? Exaggeration : 1, places, gradient, options);
            Move(places, gradient, velocity, gains, rate, isEarly ? 0.5 : 0.8);
        }

        return [.. Enumerable.Range(0, n).Select(i => (places[i], places[affinities.Stride + i]))];
    }

    /// <summary>Gradient of the divergence between affinities and map.</summary>
    /// <param name="affinities">The affinities P.</param>
    /// <param name="exaggeration">Factor on the affinities.</param>
    /// <param name="places">[2, stride]: all x, then all y; zero beyond the last point.</param>
    /// <param name="gradient">[2, stride], overwritten.</param>
    /// <param name="options">Threads.</param>
    internal static void Gradient(
        NeighbourAffinities affinities, double exaggeration, double[] places, double[] gradient, ParallelOptions options)
    {
        var (n, stride) = (affinities.Count, affinities.Stride);
        var repulsion = new double[2 * stride];
        var weights = new double[stride];
        Parallel.For(0, stride / Vector256<double>.Count, options, group =>
        {
            var i = group * Vector256<double>.Count;
            var (x, y) = (Vector256.Create(places.AsSpan(i)), Vector256.Create(places.AsSpan(stride + i)));
            var (pullX, pullY) = (Vector256<double>.Zero, Vector256<double>.Zero);
            var (pushX, pushY, weight) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
            var xs = places.AsSpan(0, n);
            var ys = places.AsSpan(stride, n);
            var joint = MemoryMarshal.Cast<double, Vector256<double>>(affinities.Values.AsSpan(i * n, n * Vector256<double>.Count));
            for (var j = 0; j < joint.Length; j++)
            {
                var (dx, dy) = (x - Vector256.Create(xs[j]), y - Vector256.Create(ys[j]));
                var closeness = Vector256<double>.One / (Vector256<double>.One + (dx * dx) + (dy * dy));
                var pull = joint[j] * closeness;
                var push = closeness * closeness;
                pullX += pull * dx;
                pullY += pull * dy;
                pushX += push * dx;
                pushY += push * dy;
                weight += closeness;
            }

            (pullX * 4 * exaggeration).CopyTo(gradient, i);
            (pullY * 4 * exaggeration).CopyTo(gradient, stride + i);
            (pushX * 4).CopyTo(repulsion, i);
            (pushY * 4).CopyTo(repulsion, stride + i);
            weight.CopyTo(weights, i);
        });

        // Each point met itself at distance zero, which counts for nothing but the weight.
        var total = -(double)n;
        for (var i = 0; i < n; i++)
        {
            total += weights[i];
        }

        for (var k = 0; k < gradient.Length; k++)
        {
            gradient[k] = k % stride < n ? gradient[k] - (repulsion[k] / total) : 0;
        }
    }

    private static void Move(double[] places, double[] gradient, double[] velocity, double[] gains, double rate, double momentum)
    {
        for (var k = 0; k < places.Length; k++)
        {
            gains[k] = gradient[k] > 0 == velocity[k] > 0 ? Math.Max(LeastGain, gains[k] * 0.8) : gains[k] + 0.2;
            velocity[k] = (momentum * velocity[k]) - (rate * gains[k] * gradient[k]);
            places[k] += velocity[k];
        }
    }

    /// <summary>The start, so small that the first steps are free to arrange it.</summary>
    private static double[] Shrink(IReadOnlyList<(double X, double Y)> start, int stride)
    {
        var squares = 0.0;
        foreach (var (x, _) in start)
        {
            squares += x * x / start.Count;
        }

        var scale = squares > 0 ? 1e-4 / Math.Sqrt(squares) : 1;
        var places = new double[2 * stride];
        for (var i = 0; i < start.Count; i++)
        {
            (places[i], places[stride + i]) = (start[i].X * scale, start[i].Y * scale);
        }

        return places;
    }
}
