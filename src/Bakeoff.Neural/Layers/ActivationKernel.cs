using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Values and derivatives of <see cref="ActivationFunction"/>.</summary>
/// <remarks>Legend: x input, y output, dy gradient by the output, dx gradient by the input. y may be x, and dx may be dy.</remarks>
internal static class ActivationKernel
{
    private const float GeluScale = 0.7978845608f;
    private const float GeluCube = 0.044715f;
    private const float LeakySlope = 0.01f;

    /// <summary>True if the derivative needs x; the others follow from y alone.</summary>
    public static bool NeedsInput(ActivationFunction function) => function is ActivationFunction.Silu or ActivationFunction.Gelu;

    public static void Forward(ActivationFunction function, ReadOnlySpan<float> x, Span<float> y)
    {
        switch (function)
        {
            case ActivationFunction.Linear:
                x.CopyTo(y);
                break;
            case ActivationFunction.Tanh:
                DeterministicMath.Tanh(x, y);
                break;
            case ActivationFunction.Sigmoid:
                DeterministicMath.Sigmoid(x, y);
                break;
            default:
                var done = function is ActivationFunction.Relu or ActivationFunction.LeakyRelu ? ForwardRectified(function, x, y) : 0;
                for (var i = done; i < y.Length; i++)
                {
                    y[i] = Value(function, x[i]);
                }

                break;
        }
    }

    public static void Backward(
        ActivationFunction function,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> y,
        ReadOnlySpan<float> dy,
        Span<float> dx)
    {
        if (function == ActivationFunction.Linear)
        {
            dy.CopyTo(dx);
            return;
        }

        for (var i = NeedsInput(function) ? 0 : BackwardFromOutput(function, y, dy, dx); i < dx.Length; i++)
        {
            dx[i] = dy[i] * Slope(function, NeedsInput(function) ? x[i] : 0, y[i]);
        }
    }

    // The two vector forms compute whole vectors, as Value and Slope do, and return how many values they have done.
    private static int ForwardRectified(ActivationFunction function, ReadOnlySpan<float> x, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, y.Length);
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var result = ref MemoryMarshal.GetReference(y);
        var isLeaky = function == ActivationFunction.LeakyRelu;
        var slope = Vector256.Create(LeakySlope);
        nuint i = 0;
        for (var last = (nuint)(y.Length & ~7); i < last; i += 8)
        {
            var value = Vector256.LoadUnsafe(ref source, i);
            var below = isLeaky ? value * slope : Vector256<float>.Zero;
            Vector256.ConditionalSelect(Vector256.LessThanOrEqual(value, Vector256<float>.Zero), below, value).StoreUnsafe(ref result, i);
        }

        return (int)i;
    }

    private static int BackwardFromOutput(ActivationFunction function, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        var i = 0;
        for (; i <= dx.Length - 8; i += 8)
        {
            var value = Vector256.Create(y[i..]);
            var slope = function switch
            {
                ActivationFunction.Tanh => Vector256<float>.One - (value * value),
                ActivationFunction.Sigmoid => value * (Vector256<float>.One - value),
                _ => Vector256.ConditionalSelect(
                    Vector256.GreaterThan(value, Vector256<float>.Zero),
                    Vector256<float>.One,
                    function switch
                    {
                        ActivationFunction.Relu => Vector256<float>.Zero,
                        ActivationFunction.LeakyRelu => Vector256.Create(LeakySlope),
                        _ => value + Vector256<float>.One,
                    }),
            };
            (Vector256.Create(dy[i..]) * slope).CopyTo(dx[i..]);
        }

        return i;
    }

    // A NaN is not above zero, so each branch passes it on instead of replacing it by zero.
    private static float Value(ActivationFunction function, float x) => function switch
    {
        ActivationFunction.Relu => x <= 0 ? 0 : x,
        ActivationFunction.LeakyRelu => x <= 0 ? LeakySlope * x : x,
        ActivationFunction.Elu => x > 0 ? x : DeterministicMath.Exp(x) - 1,
        ActivationFunction.Silu => x * DeterministicMath.Sigmoid(x),
        ActivationFunction.Gelu => 0.5f * x * (1 + DeterministicMath.Tanh(GeluScale * (x + (GeluCube * x * x * x)))),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Unknown activation."),
    };

    private static float Slope(ActivationFunction function, float x, float y)
    {
        switch (function)
        {
            case ActivationFunction.Relu:
                return y > 0 ? 1 : 0;
            case ActivationFunction.LeakyRelu:
                return y > 0 ? 1 : LeakySlope;
            case ActivationFunction.Elu:
                return y > 0 ? 1 : y + 1;
            case ActivationFunction.Tanh:
                return 1 - (y * y);
            case ActivationFunction.Sigmoid:
                return y * (1 - y);
            case ActivationFunction.Silu:
                var sigmoid = DeterministicMath.Sigmoid(x);
                return sigmoid + (y * (1 - sigmoid));
            case ActivationFunction.Gelu:
                var tanh = DeterministicMath.Tanh(GeluScale * (x + (GeluCube * x * x * x)));
                return (0.5f * (1 + tanh)) + (0.5f * x * (1 - (tanh * tanh)) * GeluScale * (1 + (3 * GeluCube * x * x)));
            default:
                throw new ArgumentOutOfRangeException(nameof(function), function, "Unknown activation.");
        }
    }
}
