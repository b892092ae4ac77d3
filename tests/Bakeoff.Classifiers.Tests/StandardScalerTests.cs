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
    public void Fit_Standard_HasNoLimit()
    {
        var scaler = StandardScaler.Fit(new DesignMatrix(Rows, 4));

        scaler.Scaling.ShouldBe(FeatureScaling.Standard);
        scaler.Apply(new DesignMatrix([1e9, 0, 0, 0], 4)).Values[0].ShouldBeGreaterThan(1e6);
    }
}
