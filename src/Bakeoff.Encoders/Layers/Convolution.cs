using Bakeoff.Encoders.Configuration;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>Convolution over steps of channels, [steps, channels], without padding: a product of windows that slide over the rows.</summary>
internal sealed class Convolution
{
    private readonly ConvolutionShape _shape;
    private readonly PackedOperand _weights = new();
    private readonly float[]? _bias;

    /// <param name="shape">Channels, kernel and stride.</param>
    /// <param name="weights">[outputs, inputs, kernel], as PyTorch stores them; copied.</param>
    /// <param name="bias">[outputs]; null for none.</param>
    public Convolution(ConvolutionShape shape, float[] weights, float[]? bias)
    {
        (_shape, _bias) = (shape, bias);
        var (inputs, outputs, kernel) = (shape.Inputs, shape.Channels, shape.Kernel);

        // A window holds step after step, so the inner index of the product counts steps before channels.
        var rows = new float[weights.Length];
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++)
            {
                for (var k = 0; k < kernel; k++)
                {
                    rows[(((k * inputs) + i) * outputs) + o] = weights[(((o * inputs) + i) * kernel) + k];
                }
            }
        }

        _weights.Pack(Transpose.No, kernel * inputs, outputs, rows, outputs);
    }

    /// <summary>Computes some outputs, the first from the first step of x.</summary>
    /// <param name="x">[steps, inputs].</param>
    /// <param name="count">Outputs; the steps must hold their windows.</param>
    /// <param name="y">Receives the outputs.</param>
    /// <param name="stride">Values between the rows of y.</param>
    /// <param name="pool">Threads.</param>
    public void Apply(ReadOnlySpan<float> x, int count, Span<float> y, int stride, WorkerPool pool)
    {
        if (_bias is { } bias)
        {
            for (var row = 0; row < count; row++)
            {
                bias.CopyTo(y.Slice(row * stride, bias.Length));
            }
        }

        Gemm.MultiplyWindows(count, x, _shape.Stride * _shape.Inputs, _weights, y, stride, accumulate: _bias is not null, pool);
    }
}
