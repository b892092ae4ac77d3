namespace Bakeoff.Onnx.Tests.Runtime;

/// <summary>Compares probabilities of ONNX Runtime with Bakeoff's.</summary>
internal static class Distance
{
    /// <summary>Largest absolute difference; infinite if a value of ONNX Runtime is NaN.</summary>
    public static double Largest(float[] actual, float[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        return actual.Zip(expected, (a, e) => float.IsNaN(a) ? double.PositiveInfinity : Math.Abs((double)a - e)).Max();
    }
}
