using Bakeoff.Numerics;

namespace Bakeoff.Numerics.Tests;

public sealed class ParzenKernelsTests
{
    [Fact]
    public void At_Integrated_IsOneForEachKernel()
    {
        var kernels = new ParzenKernels(-2, 3, [-1.9, 0.1, double.NaN, 0.2, 0.2, 2.9]);

        // 10,000 steps of a midpoint sum: 1e-6 by the sum's own error and that of the float32 error function.
        const int Steps = 10_000;
        kernels.Count.ShouldBe(7);
        for (var kernel = 0; kernel < kernels.Count; kernel++)
        {
            Enumerable.Range(0, Steps).Sum(i => kernels.At(kernel, -2 + (5 * (i + 0.5) / Steps)) * 5 / Steps).ShouldBe(1, 1e-6);
        }
    }

    [Fact]
    public void At_OneObservation_IsANormalDensityCutOff() =>
        // scipy 1.10: truncnorm.pdf(3, -2 / 8, 1, loc=2, scale=8), the width being the way to the farther end; 1e-6 for the error function.
        new ParzenKernels(0, 10, [2]).At(0, 3).ShouldBe(0.11244083708547127, 1e-6);

    [Fact]
    public void At_LastKernel_IsFlat() => new ParzenKernels(0, 4, [1, double.NaN]).At(2, 3).ShouldBe(0.25);

    [Fact]
    public void At_Neighbours_SetTheWidth()
    {
        // The second is 1 and 3 from its neighbours; the first is 1 from its own, but no kernel of three is narrower than a fifth of the
        // interval.
        var kernels = new ParzenKernels(-1, 9, [1, 2, 5]);

        (kernels.At(0, 1) / kernels.At(0, 1.5)).ShouldBe(Math.Exp(0.5 * 0.25 / (2 * 2)), 1e-9);
        (kernels.At(1, 2) / kernels.At(1, 3)).ShouldBe(Math.Exp(0.5 / 9), 1e-9);
    }

    [Fact]
    public void Draw_Many_FollowsTheKernelAndStaysInside()
    {
        var kernels = new ParzenKernels(0, 1, [0.2, 0.21, 0.9]);
        var random = new SeededRandom(1, "draws");
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => kernels.Draw(1, random))];

        draws.ShouldAllBe(static value => value >= 0 && value <= 1);
        var expected = Enumerable.Range(0, 1000).Sum(i => kernels.At(1, (i + 0.5) / 4000) / 4000);

        // Four standard deviations of a share of 20,000 draws.
        (draws.Count(static value => value < 0.25) / 20_000.0).ShouldBe(expected, 4 * Math.Sqrt(expected * (1 - expected) / 20_000));
    }

    [Fact]
    public void New_ObservationOutside_IsRefused() =>
        Should.Throw<ArgumentException>(static () => new ParzenKernels(0, 1, [1.5])).Message.ShouldContain("from 0 to 1");
}
