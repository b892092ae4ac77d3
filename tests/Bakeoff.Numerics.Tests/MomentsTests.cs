namespace Bakeoff.Numerics.Tests;

public sealed class MomentsTests
{
    [Fact]
    public void Of_ShortList_GivesMeanAndBothStandardDeviations()
    {
        var moments = Moments.Of([2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);

        moments.ShouldBe(new Moments(5, 32, 8));
        moments.Variance.ShouldBe(4);
        moments.StandardDeviation.ShouldBe(2);
        moments.SampleStandardDeviation.ShouldBe(Math.Sqrt(32.0 / 7));
        double.IsNaN(Moments.Of(ReadOnlySpan<double>.Empty).Mean).ShouldBeTrue();
    }

    [Theory]
    [InlineData(5)]
    [InlineData(21)]
    public void OfColumns_AnyMatrix_GivesTheBitsOfEachColumn(int columns)
    {
        var random = new SeededRandom(4, "columns");
        double[] doubles = [.. Enumerable.Range(0, 7 * columns).Select(_ => 100 + random.NextGaussian())];
        var floats = Array.ConvertAll(doubles, value => (float)value);

        Moments.OfColumns(doubles, columns)
            .ShouldBe(Enumerable.Range(0, columns).Select(c => Moments.Of([.. doubles.Where((_, i) => i % columns == c)])));
        int[] parts = [0, 1, 1, 4, 7];
        Moments.OfColumns(4, i => floats.AsSpan()[(parts[i] * columns)..(parts[i + 1] * columns)], columns)
            .ShouldBe(Enumerable.Range(0, columns).Select(c => Moments.Of([.. floats.Where((_, i) => i % columns == c)])));
    }
}
