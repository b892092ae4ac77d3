using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>WavLM's gate of the relative position bias: a factor for each frame and head, from the frame itself.</summary>
internal sealed class RelativeGate
{
    public const int UnitsOfGate = 4;
    public const string Constants = "gru_rel_pos_const";
    public const string Projection = "gru_rel_pos_linear";

    private readonly PackedOperand _weights = new();
    private readonly float[] _bias = new float[2];
    private readonly float[] _constants;
    private readonly int _heads;

    public RelativeGate(ITensorSource weights, string attention, int heads, int headWidth)
    {
        _heads = heads;
        _constants = weights.Read($"{attention}.{Constants}", 1, heads, 1, 1);
        var rows = weights.Read($"{attention}.{Projection}.weight", 2 * UnitsOfGate, headWidth);
        var bias = weights.Read($"{attention}.{Projection}.bias", 2 * UnitsOfGate);

        // Each gate is the sum of four outputs, so the sum of four rows of weights gives it at once.
        var sums = new float[2 * headWidth];
        for (var unit = 0; unit < 2 * UnitsOfGate; unit++)
        {
            _bias[unit / UnitsOfGate] += bias[unit];
            Vectors.Add(rows.AsSpan(unit * headWidth, headWidth), sums.AsSpan(unit / UnitsOfGate * headWidth, headWidth));
        }

        _weights.Pack(Transpose.Yes, headWidth, 2, sums, headWidth);
    }

    /// <summary>The factors of a clip.</summary>
    /// <param name="x">[frames, heads x head width], the input of attention.</param>
    /// <param name="frames">Frames.</param>
    /// <param name="pool">Threads.</param>
    /// <returns>[frames, heads].</returns>
    public float[] FactorsOf(float[] x, int frames, WorkerPool pool)
    {
        var gates = new float[frames * _heads * 2];
        Gemm.Multiply(Transpose.No, frames * _heads, x, _weights.InnerSize, _weights, gates, 2, accumulate: false, pool);
        var factors = new float[frames * _heads];
        for (var i = 0; i < factors.Length; i++)
        {
            var update = DeterministicMath.Sigmoid(gates[2 * i] + _bias[0]);
            var reset = DeterministicMath.Sigmoid(gates[(2 * i) + 1] + _bias[1]);
            factors[i] = (update * ((reset * _constants[i % _heads]) - 1)) + 2;
        }

        return factors;
    }
}
