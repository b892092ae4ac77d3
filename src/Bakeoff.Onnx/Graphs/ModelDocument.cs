namespace Bakeoff.Onnx.Graphs;

/// <summary>Writes a graph as a complete ONNX file.</summary>
/// <remarks>The schema is that of onnx.proto (ONNX 1.12): only fields that are set are written, in rising order, and no time or machine is among them, so that equal graphs give equal bytes.</remarks>
internal static class ModelDocument
{
    /// <summary>Version of the operators' definitions: the first that has LayerNormalization and STFT; ONNX Runtime 1.13 and later know it.</summary>
    public const int Opset = 17;

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
        .Message(8, new WireMessage().Text(1, "").Integer(2, Opset))
        .Messages(14, metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new WireMessage().Text(1, pair.Key).Text(2, pair.Value)))
        .ToMemory().ToArray();
}
