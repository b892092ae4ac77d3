using Bakeoff.Evaluation.Intervals;

namespace Bakeoff.Evaluation.Tests.Intervals;

/// <summary>SciPy 1.10's t.sf and t.ppf.</summary>
public sealed class StudentTTests
{
    // Simpson's rule: below 2 degrees of freedom the integrand has a steep end.
    [Theory]
    [InlineData(0.5, 1, 0.7048327646991336, 1e-7)]
    [InlineData(2, 1, 0.2951672353008664, 1e-7)]
    [InlineData(3, 1.5, 0.13354775425491328, 1e-5)]
    [InlineData(2, 2, 0.1835034190722739, 1e-7)]
    [InlineData(2.776, 4, 0.0500227783199764, 1e-7)]
    [InlineData(1.3, 7.4, 0.23262758203871886, 1e-7)]
    [InlineData(4, 12, 0.0017616962443950251, 1e-9)]
    [InlineData(6, 30, 1.3942768767204717e-06, 1e-12)]
    [InlineData(2.5, 199.7, 0.013224394491331563, 1e-8)]
    [InlineData(1.96, 5000, 0.05005125229181952, 1e-8)]
    [InlineData(0, 3, 1, 1e-15)]
    public void TwoSided_Values_AgreeWithSciPy(double t, double degrees, double expected, double tolerance)
    {
        StudentT.TwoSided(t, degrees).ShouldBe(expected, tolerance);
        StudentT.TwoSided(-t, degrees).ShouldBe(StudentT.TwoSided(t, degrees));
    }

    [Theory]
    [InlineData(1, 12.706204736432095)]
    [InlineData(2, 4.302652729911275)]
    [InlineData(3.7, 2.8675207071912086)]
    [InlineData(10, 2.2281388519649385)]
    [InlineData(250, 1.9694983934204002)]
    [InlineData(100000, 1.9599877075346093)]
    public void Quantile95_Degrees_AgreesWithSciPy(double degrees, double expected) =>
        StudentT.Quantile95(degrees).ShouldBe(expected, 1e-6 * expected);
}
