using Bakeoff.Numerics.Embedding;

namespace Bakeoff.Numerics.Tests.Embedding;

public sealed class NeighbourEmbeddingTests
{
    private static readonly ParallelOptions OneThread = new() { MaxDegreeOfParallelism = 1 };

    [Fact]
    public void Compute_AnyCloud_GivesSymmetricProbabilitiesOfTheWantedPerplexity()
    {
        var rows = Cloud(points: 21, columns: 4, groups: 1);
        var affinities = NeighbourAffinities.Compute(rows, perplexity: 5, OneThread);
        affinities.Stride.ShouldBe(24);
        var sum = 0.0;
        for (var i = 0; i < 21; i++)
        {
            affinities[i, i].ShouldBe(0);
            for (var j = 0; j < 21; j++)
            {
                sum += affinities[i, j];
                affinities[i, j].ShouldBe(affinities[j, i]);
            }
        }

        sum.ShouldBe(1, 1e-12, "441 rounded additions");
        affinities.Values.Sum().ShouldBe(sum, 1e-12, "nothing beyond the last point");

        // Two points at mutual distances that are all equal have the same n - 1 neighbours: their perplexity can only be n - 1.
        var corners = Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, 8).Select(k => i == k ? 1.0 : 0).ToArray()).ToList();
        NeighbourAffinities
            .Compute(corners, perplexity: 7, OneThread)
            .Values.Where(value => value > 0)
            .ShouldAllBe(value => Math.Abs(value - (1.0 / 56)) < 1e-12);
    }

    [Fact]
    public void Gradient_SmallCloud_MatchesCentralDifferences()
    {
        var affinities = NeighbourAffinities.Compute(Cloud(points: 11, columns: 3, groups: 2), perplexity: 3, OneThread);
        var random = new SeededRandom(5, "places");
        var places = new double[2 * affinities.Stride];
        for (var i = 0; i < 11; i++)
        {
            (places[i], places[affinities.Stride + i]) = (random.NextGaussian(), random.NextGaussian());
        }

        var gradient = new double[places.Length];
        NeighbourEmbedding.Gradient(affinities, exaggeration: 1, places, gradient, OneThread);
        const double step = 1e-5;
        foreach (var k in Enumerable.Range(0, 11).Concat(Enumerable.Range(affinities.Stride, 11)))
        {
            var (up, down) = ((double[])places.Clone(), (double[])places.Clone());
            up[k] += step;
            down[k] -= step;
            gradient[k]
                .ShouldBe(
                    (Divergence(affinities, up) - Divergence(affinities, down)) / (2 * step),
                    1e-8,
                    "the error of a central difference of this step");
        }

        gradient[11].ShouldBe(0);
    }

    [Fact]
    public void Embed_GroupsApart_KeepsNeighboursTogether()
    {
        var rows = Cloud(points: 90, columns: 10, groups: 3);
        var places = Embed(rows, threads: 2);
        for (var i = 0; i < 90; i++)
        {
            var nearest = Enumerable
                .Range(0, 90)
                .Where(j => j != i)
                .MinBy(j =>
                    ((places[i].X - places[j].X) * (places[i].X - places[j].X))
                    + ((places[i].Y - places[j].Y) * (places[i].Y - places[j].Y)));
            (nearest % 3).ShouldBe(i % 3);
        }
    }

    [Fact]
    public void Embed_AnyThreadCount_GivesTheSameBits()
    {
        var rows = Cloud(points: 37, columns: 5, groups: 2);
        var one = Embed(rows, threads: 1);
        Embed(rows, threads: 2).ShouldBe(one);
        Embed(rows, threads: 5).ShouldBe(one);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(30)]
    public void Embed_EqualOrFewPoints_GivesFinitePlaces(int points) =>
        Embed([.. Enumerable.Repeat(new double[] { 1, 2 }, points)], threads: 1)
            .ShouldAllBe(place => double.IsFinite(place.X) && double.IsFinite(place.Y));

    private static IReadOnlyList<(double X, double Y)> Embed(IReadOnlyList<double[]> rows, int threads)
    {
        var start = PrincipalComponents.Project([.. rows.Select(row => Array.ConvertAll(row, value => (float)value))]).Points;
        return NeighbourEmbedding.Embed(rows, start, new ParallelOptions { MaxDegreeOfParallelism = threads });
    }

    private static List<double[]> Cloud(int points, int columns, int groups)
    {
        var random = new SeededRandom(3, "cloud");
        double[] Point(int i) => [.. Enumerable.Range(0, columns).Select(k => (k == i % groups ? 8 : 0) + random.NextGaussian())];
        return [.. Enumerable.Range(0, points).Select(Point)];
    }

    /// <summary>Kullback-Leibler divergence of the map's affinities from those of the cloud, straight from the definition.</summary>
    private static double Divergence(NeighbourAffinities affinities, double[] places)
    {
        var (n, stride) = (affinities.Count, affinities.Stride);
        double Closeness(int i, int j)
        {
            var (dx, dy) = (places[i] - places[j], places[stride + i] - places[stride + j]);
            return 1 / (1 + (dx * dx) + (dy * dy));
        }

        var pairs = Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(0, n).Where(j => j != i).Select(j => (I: i, J: j))).ToList();
        var total = pairs.Sum(pair => Closeness(pair.I, pair.J));
        return pairs.Sum(pair =>
        {
            var affinity = affinities[pair.I, pair.J];
            return affinity * Math.Log(affinity / (Closeness(pair.I, pair.J) / total));
        });
    }
}
