using Bakeoff.Numerics;

namespace Bakeoff.Numerics.Tests;

public sealed class ParzenDensityTests
{
    [Fact]
    public void LogAt_Integrated_IsOne()
    {
        var density = new ParzenDensity(-2, 3, [-1.9, 0.1, 0.2, 0.2, 2.9]);

        // 10,000 steps of a midpoint sum: 1e-6 by the sum's own error and that of the float32 error function.
        const int Steps = 10_000;
        var sum = Enumerable.Range(0, Steps).Sum(i => Math.Exp(density.LogAt(-2 + (5 * (i + 0.5) / Steps))) * 5 / Steps);

        sum.ShouldBe(1, 1e-6);
    }

    [Fact]
    public void LogAt_NoObservation_IsFlat() => new ParzenDensity(0, 4, []).LogAt(1).ShouldBe(Math.Log(0.25), 1e-12);

    [Fact]
    public void LogAt_OneObservation_IsHalfFlatAndHalfANormalCutOff()
    {
        // scipy 1.10: log(0.5 / 10 + 0.5 * truncnorm.pdf(3, -2 / 8, 1, loc=2, scale=8)), the width being the way to the farther end.
        var density = new ParzenDensity(0, 10, [2]);

        density.LogAt(3).ShouldBe(Math.Log(0.05 + (0.5 * 0.11244083708547127)), 1e-5);
    }

    [Fact]
    public void Draw_Many_FollowsTheDensityAndStaysInside()
    {
        var density = new ParzenDensity(0, 1, [0.2, 0.21, 0.22]);
        var random = new SeededRandom(1, "draws");
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => density.Draw(random))];

        draws.ShouldAllBe(static value => value >= 0 && value <= 1);
        var expected = Enumerable.Range(0, 1000).Sum(i => Math.Exp(density.LogAt((i + 0.5) / 4000)) / 4000);

        // Four standard deviations of a share of 20,000 draws.
        (draws.Count(static value => value < 0.25) / 20_000.0).ShouldBe(expected, 4 * Math.Sqrt(expected * (1 - expected) / 20_000));
    }

    [Fact]
    public void New_ObservationOutside_IsRefused() =>
        Should.Throw<ArgumentException>(static () => new ParzenDensity(0, 1, [1.5])).Message.ShouldContain("from 0 to 1");

    [Fact]
    public void LogAt_AnyOrder_HasTheSameBits() =>
        new ParzenDensity(0, 1, [0.7, 0.1, 0.4]).LogAt(0.3).ShouldBe(new ParzenDensity(0, 1, [0.1, 0.4, 0.7]).LogAt(0.3));
}
