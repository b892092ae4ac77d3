using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>
/// LSTM and GRU. The operators take the number of frames of each clip (<c>sequence_lens</c>): padding is not read, and the reverse
/// direction starts at the last frame.
/// </summary>
/// <remarks>
/// The order of gates changes: LSTM from PyTorch's i, f, g, o to ONNX's i, o, f, c; GRU from r, z, n to z, r, h, with the reset after the
/// product.
/// </remarks>
internal static class RecurrentExport
{
    private static readonly int[] LstmOrder = [0, 3, 1, 2];
    private static readonly int[] GruOrder = [1, 0, 2];

    public static Flow Lstm(LayerScope layer, Flow input, LstmOptions options)
    {
        var cell = new Cell("LSTM", LstmOrder, [])
        {
            Units = options.Units,
            LayerCount = options.Layers,
            IsBidirectional = options.Bidirectional,
        };
        return Run(layer, input, cell, options.ReturnSequences);
    }

    public static Flow Gru(LayerScope layer, Flow input, GruOptions options)
    {
        var cell = new Cell("GRU", GruOrder, [NodeAttribute.Of("linear_before_reset", 1)])
        {
            Units = options.Units,
            LayerCount = options.Layers,
            IsBidirectional = options.Bidirectional,
        };
        return Run(layer, input, cell, options.ReturnSequences);
    }

    private static Flow Run(LayerScope layer, Flow input, Cell cell, bool returnSequences)
    {
        var graph = layer.Graph;
        var (units, directions) = (cell.Units, cell.IsBidirectional ? 2 : 1);
        var lengths = graph.Cast(input.Steps.Lengths, ElementType.Int32);
        var sequence = graph.Transpose(input.Values, 1, 0, 2);
        var inputs = input.Features;
        var lastStates = "";
        for (var level = 0; level < cell.LayerCount; level++)
        {
            var suffix = FormattableString.Invariant($"_l{level}");
            string[] suffixes = cell.IsBidirectional ? [suffix, suffix + "_reverse"] : [suffix];
            var outputs = graph.NodeWithOutputs(
                2,
                cell.Operator,
                [
                    sequence,
                    Weights(layer, "weight_ih", suffixes, cell, inputs),
                    Weights(layer, "weight_hh", suffixes, cell, units),
                    Biases(layer, suffixes, cell),
                    lengths,
                ],
                [
                    NodeAttribute.Of("hidden_size", units),
                    NodeAttribute.Of("direction", cell.IsBidirectional ? "bidirectional" : "forward"),
                    .. cell.Settings,
                ]);

            // [T, D, B, H] to [T, B, D H]: forward states first.
            sequence = graph.Reshape(graph.Transpose(outputs[0], 0, 2, 1, 3), 0, 0, (long)directions * units);
            lastStates = outputs[1];
            inputs = directions * units;
        }

        return returnSequences
            ? input with { Values = graph.Transpose(sequence, 1, 0, 2), Features = inputs }
            : input with { Values = graph.Reshape(graph.Transpose(lastStates, 1, 0, 2), 0, inputs), Features = inputs, Frames = null };
    }

    private static string Weights(LayerScope layer, string role, string[] suffixes, Cell cell, int inputs)
    {
        var all = new List<float>();
        foreach (var suffix in suffixes)
        {
            Append(all, layer.Weights(role + suffix), cell.Order, cell.Units * inputs);
        }

        return layer.Tensor(role + suffixes[0], [.. all], suffixes.Length, (long)cell.Order.Length * cell.Units, inputs);
    }

    /// <summary>Both biases of each direction, one after the other.</summary>
    private static string Biases(LayerScope layer, string[] suffixes, Cell cell)
    {
        var all = new List<float>();
        foreach (var suffix in suffixes)
        {
            Append(all, layer.Weights("bias_ih" + suffix), cell.Order, cell.Units);
            Append(all, layer.Weights("bias_hh" + suffix), cell.Order, cell.Units);
        }

        return layer.Tensor("bias" + suffixes[0], [.. all], suffixes.Length, 2L * cell.Order.Length * cell.Units);
    }

    private static void Append(List<float> target, ReadOnlySpan<float> gates, int[] order, int length)
    {
        foreach (var gate in order)
        {
            target.AddRange(gates.Slice(gate * length, length));
        }
    }

    /// <summary>The differences between LSTM and GRU, and the sizes of the layer.</summary>
    /// <param name="Operator">Name of the operator.</param>
    /// <param name="Order">Position of each of ONNX's gates among ours.</param>
    /// <param name="Settings">Further attributes.</param>
    private sealed record Cell(string Operator, int[] Order, AttributeProto[] Settings)
    {
        public required int Units { get; init; }

        public required int LayerCount { get; init; }

        public required bool IsBidirectional { get; init; }
    }
}
