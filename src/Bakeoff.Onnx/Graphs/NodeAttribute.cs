using System.Runtime.InteropServices;
using Google.Protobuf;
using Kind = Bakeoff.Onnx.Graphs.AttributeProto.Types.AttributeType;

namespace Bakeoff.Onnx.Graphs;

/// <summary>Creates the fixed settings of nodes.</summary>
internal static class NodeAttribute
{
    public static AttributeProto Of(string name, float value) => new() { Name = name, Type = Kind.Float, F = value };

    public static AttributeProto Of(string name, long value) => new() { Name = name, Type = Kind.Int, I = value };

    public static AttributeProto Of(string name, string value) =>
        new() { Name = name, Type = Kind.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Of(string name, params long[] values) => new() { Name = name, Type = Kind.Ints, Ints = { values } };

    public static AttributeProto Of(string name, IEnumerable<string> values) =>
        new() { Name = name, Type = Kind.Strings, Strings = { values.Select(ByteString.CopyFromUtf8) } };

    /// <summary>A list of float64, which only a tensor can hold.</summary>
    public static AttributeProto Of(string name, double[] values) => new()
    {
        Name = name,
        Type = Kind.Tensor,
        T = GraphBuilder.CreateTensor(name, ElementType.Double, MemoryMarshal.AsBytes(values.AsSpan()), [values.Length]),
    };
}
