using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Tests;

public sealed class StandardScalerTests
{
    // One extreme row; features that vary, that mostly have one value, that are constant, and that are even.
    private static readonly double[] Rows =
    [
        1, 0, 7, 0,
        2, 0, 7, 0,
        4, 0, 7, 0,
        8, 0, 7, 0,
        100, 5, 7, -50,
        3, 0, 7, 1,
        5, 0, 7, 2,
        0, 0, 7, 3,
    ];

    // numpy 1.24: quantile 0.25, 0.5, 0.75 by column; (x - median) / (range / 1.3489795003921634), clipped to 1.5.
    [Fact]
    public void Fit_Robust_MatchesNumpy()
    {
        var scaler = StandardScaler.Fit(new DesignMatrix(Rows, 4), FeatureScaling.Robust);

        scaler.Mean.ShouldBe([3.5, 0, 7, 0]);
        scaler.Scale.Zip([2.96520444, 1.65359457, 1, 0.92662639]).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-8);
        double[] expected = [1.5, 1.5, 0, -1.5, -0.16862244, 0, 0, 1.0791836, 0.50586731, 0, 0, 1.5, -1.18035706, 0, 0, 1.5];
        scaler.Apply(new DesignMatrix(Rows, 4)).Values[16..].ToArray().Zip(expected)
            .ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-7);
        (scaler.Limit, scaler.Scaling).ShouldBe((StandardScaler.RobustLimit, FeatureScaling.Robust));
    }

    [Fact]
    public void Fit_RobustOnAnyThreads_GivesTheSameBits()
    {
        // More columns than one task takes, in a last task of a few; every fifth without an interquartile range.
        var random = new SeededRandom(37, "scaler");
        var rows = new DesignMatrix([.. Enumerable.Range(0, 21 * 37).Select(i => i % 37 % 5 > 0 || i < 37 ? random.NextGaussian() : 0)], 37);
        var serial = StandardScaler.Fit(rows, FeatureScaling.Robust);

        var parallel = StandardScaler.Fit(rows, FeatureScaling.Robust, threads: 3);

        parallel.Mean.ShouldBe(serial.Mean);
        parallel.Scale.ShouldBe(serial.Scale);
    }

    [Fact]
    public void Fit_Standard_HasNoLimit()
    {
        var scaler = StandardScaler.Fit(new DesignMatrix(Rows, 4));

        scaler.Scaling.ShouldBe(FeatureScaling.Standard);
        scaler.Apply(new DesignMatrix([1e9, 0, 0, 0], 4)).Values[0].ShouldBeGreaterThan(1e6);
    }

    [Fact]
    public void Quartiles_AnyValues_AreThoseOfTheSortedValues()
    {
        var random = new SeededRandom(31, "quartiles");
        List<double[]> cases =
        [
            .. Enumerable.Range(1, 40).Select(count => Enumerable.Range(0, count).Select(_ => random.NextGaussian()).ToArray()),
            .. Enumerable.Range(1, 40).Select(count => Enumerable.Range(0, count).Select(_ => Math.Round(random.NextGaussian())).ToArray()),
            [.. Enumerable.Range(0, 300).Select(static i => (double)i)],

            // Values that rise and fall divide so badly that they are sorted.
            [.. Enumerable.Range(0, 801).Select(static i => 400.0 - Math.Abs(i - 400))],
        ];
        foreach (var values in cases)
        {
            double[] sorted = [.. values.Order()];
            double At(double share)
            {
                var (below, part) = ((int)(share * (values.Length - 1)), share * (values.Length - 1) % 1);
                return sorted[below] + (part * (sorted[Math.Min(below + 1, values.Length - 1)] - sorted[below]));
            }

            Quartiles.Of(values).ShouldBe((At(0.25), At(0.5), At(0.75)));
        }
    }
}
