using Google.Protobuf;

namespace Bakeoff.Onnx.Graphs;

/// <summary>Writes a graph as a complete ONNX file.</summary>
/// <remarks>
/// Determinism: fields are written in rising order, and neither time nor machine is among them; equal graphs give equal bytes.
/// </remarks>
internal static class ModelDocument
{
    /// <summary>Version of the operator definitions: the first that has LayerNormalization and STFT.</summary>
    public const int Opset = 17;

    /// <summary>Version of ONNX's machine-learning operators: the first whose trees hold float64.</summary>
    public const int LearningOpset = 3;

    /// <summary>Version of the file format that belongs to <see cref="Opset"/>.</summary>
    private const int FormatVersion = 8;

    /// <summary>Serialises a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">Name of the graph.</param>
    /// <param name="description">Its purpose, for people who open the file in a viewer.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <returns>The bytes of the file.</returns>
    public static byte[] Write(GraphBuilder graph, string name, string description, IReadOnlyDictionary<string, string> metadata)
    {
        var model = new ModelProto
        {
            IrVersion = FormatVersion,
            ProducerName = "bakeoff",
            ProducerVersion = typeof(ModelDocument).Assembly.GetName().Version!.ToString(3),
            DocString = description,
            Graph = graph.ToProto(name),
            OpsetImport = { new OperatorSetIdProto { Version = Opset } },
            MetadataProps =
            {
                metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
                    .Select(static pair => new StringStringEntryProto { Key = pair.Key, Value = pair.Value }),
            },
        };
        if (graph.UsesLearningOperators)
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = GraphBuilder.LearningDomain, Version = LearningOpset });
        }

        return model.ToByteArray();
    }
}
