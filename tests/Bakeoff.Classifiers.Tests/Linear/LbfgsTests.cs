using Bakeoff.Classifiers.Linear;

namespace Bakeoff.Classifiers.Tests.Linear;

/// <summary>Searches on sum of a[i] (x[i] - i)^2 / 2, whose curvatures a[i] differ by a thousand.</summary>
public sealed class LbfgsTests
{
    private const int Count = 40;

    // The largest slope at the start is that of the last component, 1000 x 39; the search ends at a millionth of it.
    private const double LargestSlope = 0.039;

    [Fact]
    public void Minimise_WithoutRounding_FindsTheMinimum() => AssertIsMinimum(Lbfgs.Minimise(new double[Count], Evaluate));

    [Fact]
    public void Minimise_RoundedFunction_IsEvaluatedOnceOrTwiceWithoutRounding()
    {
        var evaluations = 0;
        var found = Lbfgs.Minimise(new double[Count], (x, gradient) => Evaluate(x, gradient, ref evaluations), Rounded);
        AssertIsMinimum(found);
        evaluations.ShouldBeInRange(1, 2);
    }

    [Fact]
    public void Minimise_RoundedFunctionWithoutNumbers_FindsTheMinimumAllTheSame() =>
        AssertIsMinimum(Lbfgs.Minimise(new double[Count], Evaluate, static (_, _) => double.NaN));

    [Fact]
    public void Minimise_RoundedFunctionWithAnotherMinimum_FindsThatOfTheFunction() =>
        AssertIsMinimum(Lbfgs.Minimise(new double[Count], Evaluate, static (x, gradient) => Evaluate([.. x.Select(value => value + 0.01)], gradient)));

    [Fact]
    public void Minimise_StartingPoint_IsNotChanged()
    {
        var start = new double[Count];
        Lbfgs.Minimise(start, Evaluate, Rounded);
        start.ShouldAllBe(value => value == 0);
    }

    private static void AssertIsMinimum(double[] found)
    {
        var gradient = new double[Count];
        Evaluate(found, gradient);
        gradient.ShouldAllBe(slope => Math.Abs(slope) <= LargestSlope);
    }

    private static double Curvature(int i) => Math.Pow(1000, i / (Count - 1.0));

    private static double Evaluate(double[] x, double[] gradient)
    {
        var value = 0.0;
        for (var i = 0; i < Count; i++)
        {
            gradient[i] = Curvature(i) * (x[i] - i);
            value += 0.5 * gradient[i] * (x[i] - i);
        }

        return value;
    }

    private static double Evaluate(double[] x, double[] gradient, ref int evaluations)
    {
        evaluations++;
        return Evaluate(x, gradient);
    }

    /// <summary>The function with what float32 leaves of the point, the value and the slopes.</summary>
    private static double Rounded(double[] x, double[] gradient)
    {
        var value = Evaluate(Array.ConvertAll(x, static number => (double)(float)number), gradient);
        for (var i = 0; i < Count; i++)
        {
            gradient[i] = (float)gradient[i];
        }

        return (float)value;
    }
}
