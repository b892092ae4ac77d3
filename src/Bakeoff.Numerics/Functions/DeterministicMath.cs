namespace Bakeoff.Numerics;

/// <summary>Elementary functions with the same bits on every machine.</summary>
/// <remarks>
/// <para>Platform libraries differ in the last bits of <c>exp</c> or <c>tanh</c>, so results never use them. Everything here is made of
/// operations that IEEE 754 defines exactly: add, subtract, multiply, divide, square root, fused multiply-add and conversions. Largest
/// measured errors: docs/numerics.md.</para>
/// <para>float32 functions are evaluated in float64 and rounded once. NaN in gives <see cref="float.NaN"/> or <see cref="double.NaN"/>
/// itself out; infinities and signed zeros follow IEEE 754 and C99.</para>
/// <para>Span forms give the bits of the scalar form for each element, whatever the vector width. Thread-safe; nothing allocates.</para>
/// </remarks>
public static partial class DeterministicMath
{
    /// <summary>e^x.</summary>
    public static float Exp(float x) => LaneMap.Map<ExpKernel>(x);

    /// <summary>Natural logarithm; NaN below 0, negative infinity at 0.</summary>
    public static float Log(float x) => LaneMap.Map<LogKernel>(x);

    /// <summary>Logarithm to base 10; NaN below 0, negative infinity at 0.</summary>
    public static float Log10(float x) => LaneMap.Map<Log10Kernel>(x);

    /// <summary>Hyperbolic tangent.</summary>
    public static float Tanh(float x) => LaneMap.Map<TanhKernel>(x);

    /// <summary>Error function: 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x.</summary>
    public static float Erf(float x) => LaneMap.Map<ErfKernel>(x);

    /// <summary>Logistic function 1 / (1 + e^-x).</summary>
    public static float Sigmoid(float x) => LaneMap.Map<SigmoidKernel>(x);

    /// <summary>x to the power <paramref name="y"/>; NaN when x is below 0 and y is not an integer.</summary>
    public static float Pow(float x, float y) => (float)Pow((double)x, y);

    /// <summary>Sine of an angle in radians; NaN at infinities.</summary>
    public static float Sin(float x) => (float)Sin((double)x);

    /// <summary>Cosine of an angle in radians; NaN at infinities.</summary>
    public static float Cos(float x) => (float)Cos((double)x);

    /// <summary>Angle of the point (<paramref name="x"/>, <paramref name="y"/>) in radians, -pi .. pi.</summary>
    public static float Atan2(float y, float x) => (float)Atan2((double)y, x);

    /// <summary>Square root, correctly rounded; NaN below 0.</summary>
    public static float Sqrt(float x) => MathF.Sqrt(x);

    /// <summary>Square root, correctly rounded; NaN below 0.</summary>
    public static double Sqrt(double x) => Math.Sqrt(x);
}
