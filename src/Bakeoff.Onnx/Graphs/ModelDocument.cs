namespace Bakeoff.Onnx.Graphs;

/// <summary>Writes a graph as a complete ONNX file.</summary>
/// <remarks>The schema is that of onnx.proto (ONNX 1.12): only fields that are set are written, in rising order, and no time or machine is among them, so that equal graphs give equal bytes.</remarks>
internal static class ModelDocument
{
    /// <summary>Version of the operators' definitions: the first that has LayerNormalization and STFT.</summary>
    public const int Opset = 17;

    /// <summary>Version of ONNX's machine-learning operators: the first whose trees hold float64.</summary>
    public const int LearningOpset = 3;

    /// <summary>Version of the file format that belongs to this opset.</summary>
    private const int FormatVersion = 8;

    /// <summary>The file's bytes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">Name of the graph.</param>
    /// <param name="description">What it computes, for people who open it in a viewer.</param>
    /// <param name="metadata">Free text by key.</param>
    public static byte[] Write(GraphBuilder graph, string name, string description, IReadOnlyDictionary<string, string> metadata) => new WireMessage()
        .Integer(1, FormatVersion)
        .Text(2, "bakeoff")
        .Text(3, typeof(ModelDocument).Assembly.GetName().Version!.ToString(3))
        .Text(6, description)
        .Message(7, graph.ToMessage(name))
        .Messages(8, Operators(graph))
        .Messages(14, metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new WireMessage().Text(1, pair.Key).Text(2, pair.Value)))
        .ToMemory().ToArray();

    private static IEnumerable<WireMessage> Operators(GraphBuilder graph)
    {
        yield return new WireMessage().Text(1, "").Integer(2, Opset);
        if (graph.UsesLearningOperators)
        {
            yield return new WireMessage().Text(1, GraphBuilder.LearningDomain).Integer(2, LearningOpset);
        }
    }
}
