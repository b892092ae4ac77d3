using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>LSTM and GRU. The operators take the frames of each clip (<c>sequence_lens</c>), so padding is never read, and the reverse direction starts at each clip's last frame.</summary>
/// <remarks>Weights change their order of gates: LSTM from PyTorch's i, f, g, o to ONNX's i, o, f, c; GRU from r, z, n to z, r, h, with the reset after the product.</remarks>
internal static class RecurrentExport
{
    private static readonly int[] LstmOrder = [0, 3, 1, 2];
    private static readonly int[] GruOrder = [1, 0, 2];

    public static Flow Lstm(LayerScope layer, Flow input, LstmOptions options) =>
        Run(layer, input, new Cell("LSTM", LstmOrder, []), options.Units, options.Layers, options.Bidirectional, options.ReturnSequences);

    public static Flow Gru(LayerScope layer, Flow input, GruOptions options) =>
        Run(layer, input, new Cell("GRU", GruOrder, [NodeAttribute.Of("linear_before_reset", 1)]), options.Units, options.Layers, options.Bidirectional, options.ReturnSequences);

    private static Flow Run(LayerScope layer, Flow input, Cell cell, int units, int levels, bool bidirectional, bool returnSequences)
    {
        var graph = layer.Graph;
        var directions = bidirectional ? 2 : 1;
        var lengths = graph.Node("Cast", [input.Steps.Lengths], NodeAttribute.Of("to", 6L));
        var sequence = graph.Transpose(input.Values, 1, 0, 2);
        var inputs = input.Features;
        var lastStates = "";
        for (var level = 0; level < levels; level++)
        {
            string[] suffixes = bidirectional ? [FormattableString.Invariant($"_l{level}"), FormattableString.Invariant($"_l{level}_reverse")] : [FormattableString.Invariant($"_l{level}")];
            var outputs = graph.NodeWithOutputs(
                2, cell.Operator,
                [
                    sequence,
                    Weights(layer, "weight_ih", suffixes, cell, units, inputs),
                    Weights(layer, "weight_hh", suffixes, cell, units, units),
                    Biases(layer, suffixes, cell, units),
                    lengths,
                ],
                [NodeAttribute.Of("hidden_size", units), NodeAttribute.Of("direction", bidirectional ? "bidirectional" : "forward"), .. cell.Settings]);

            // [T, D, B, H] to [T, B, D H]: forward states first.
            sequence = graph.Reshape(graph.Transpose(outputs[0], 0, 2, 1, 3), 0, 0, (long)directions * units);
            lastStates = outputs[1];
            inputs = directions * units;
        }

        return returnSequences
            ? input with { Values = graph.Transpose(sequence, 1, 0, 2), Features = inputs }
            : input with { Values = graph.Reshape(graph.Transpose(lastStates, 1, 0, 2), 0, inputs), Features = inputs, Frames = null };
    }

    private static string Weights(LayerScope layer, string role, string[] suffixes, Cell cell, int units, int inputs)
    {
        var all = new List<float>();
        foreach (var suffix in suffixes)
        {
            Append(all, layer.Weights(role + suffix), cell.Order, units * inputs);
        }

        return layer.Tensor(role + suffixes[0], [.. all], suffixes.Length, (long)cell.Order.Length * units, inputs);
    }

    /// <summary>Both biases of each direction, one behind the other.</summary>
    private static string Biases(LayerScope layer, string[] suffixes, Cell cell, int units)
    {
        var all = new List<float>();
        foreach (var suffix in suffixes)
        {
            Append(all, layer.Weights("bias_ih" + suffix), cell.Order, units);
            Append(all, layer.Weights("bias_hh" + suffix), cell.Order, units);
        }

        return layer.Tensor("bias" + suffixes[0], [.. all], suffixes.Length, 2L * cell.Order.Length * units);
    }

    private static void Append(List<float> target, ReadOnlySpan<float> gates, int[] order, int length)
    {
        foreach (var gate in order)
        {
            target.AddRange(gates.Slice(gate * length, length));
        }
    }

    /// <summary>What tells the two kinds of cells apart.</summary>
    /// <param name="Operator">Name of the operator.</param>
    /// <param name="Order">For each of ONNX's gates the position among ours.</param>
    /// <param name="Settings">Further attributes.</param>
    private sealed record Cell(string Operator, int[] Order, NodeAttribute[] Settings);
}
