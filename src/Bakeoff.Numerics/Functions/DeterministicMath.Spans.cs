namespace Bakeoff.Numerics;

public static partial class DeterministicMath
{
    /// <summary>e^x of every element.</summary>
    /// <param name="x">Input.</param>
    /// <param name="y">Result, at least as long; may be the same memory as <paramref name="x"/>, but must not overlap it otherwise.</param>
    /// <exception cref="ArgumentException"><paramref name="y"/> is shorter than <paramref name="x"/>.</exception>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => LaneMap.Map<ExpKernel>(x, y);

    /// <summary>Natural logarithm of every element.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{float}, Span{float})"/>
    public static void Log(ReadOnlySpan<float> x, Span<float> y) => LaneMap.Map<LogKernel>(x, y);

    /// <summary>Logarithm to base 10 of every element.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{float}, Span{float})"/>
    public static void Log10(ReadOnlySpan<float> x, Span<float> y) => LaneMap.Map<Log10Kernel>(x, y);

    /// <summary>Hyperbolic tangent of every element.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{float}, Span{float})"/>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => LaneMap.Map<TanhKernel>(x, y);

    /// <summary>Error function of every element.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{float}, Span{float})"/>
    public static void Erf(ReadOnlySpan<float> x, Span<float> y) => LaneMap.Map<ErfKernel>(x, y);

    /// <summary>Logistic function 1 / (1 + e^-x) of every element.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{float}, Span{float})"/>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => LaneMap.Map<SigmoidKernel>(x, y);
}
