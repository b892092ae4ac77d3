using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>y = x W^T + b, W as PyTorch stores it: [outputs, inputs].</summary>
internal sealed class Linear
{
    private readonly PackedOperand _weights = new();

    /// <param name="weights">[outputs, inputs]; copied.</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="inputs">Values of a row of x.</param>
    public Linear(float[] weights, float[] bias, int inputs)
    {
        Bias = bias;
        _weights.Pack(Transpose.Yes, inputs, bias.Length, weights, inputs);
    }

    /// <summary>[outputs].</summary>
    public float[] Bias { get; }

    public static Linear Read(ITensorSource weights, string name, int inputs, int outputs) =>
        new(weights.Read(name + ".weight", outputs, inputs), weights.Read(name + ".bias", outputs), inputs);

    /// <summary>y = x W^T + b.</summary>
    public void Apply(float[] x, int rows, float[] y, WorkerPool pool)
    {
        for (var row = 0; row < rows; row++)
        {
            Bias.CopyTo(y, row * Bias.Length);
        }

        Accumulate(x, rows, y, pool);
    }

    /// <summary>y += x W^T + b.</summary>
    public void AddTo(float[] x, int rows, float[] y, WorkerPool pool)
    {
        for (var row = 0; row < rows; row++)
        {
            Vectors.Add(Bias, y.AsSpan(row * Bias.Length, Bias.Length));
        }

        Accumulate(x, rows, y, pool);
    }

    /// <summary>y = gelu(x W^T + b).</summary>
    public void ApplyWithGelu(float[] x, int rows, float[] y, WorkerPool pool)
    {
        Gemm.Multiply(Transpose.No, rows, x, _weights.InnerSize, _weights, y, Bias.Length, accumulate: false, pool);
        Gelu.ApplyWithBias(y, rows, Bias, pool);
    }

    private void Accumulate(float[] x, int rows, float[] y, WorkerPool pool) =>
        Gemm.Multiply(Transpose.No, rows, x, _weights.InnerSize, _weights, y, Bias.Length, accumulate: true, pool);
}
