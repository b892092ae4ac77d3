using System.Runtime.InteropServices;
using System.Text;

namespace Bakeoff.Onnx.Graphs;

/// <summary>A fixed setting of a node. Numbers are fields and types of ONNX's AttributeProto.</summary>
internal sealed class NodeAttribute
{
    private const int Name = 1;
    private const int Type = 20;
    private readonly WireMessage _message;

    private NodeAttribute(WireMessage message) => _message = message;

    public static NodeAttribute Of(string name, float value) => new(new WireMessage().Text(Name, name).Single(2, value).Integer(Type, 1));

    public static NodeAttribute Of(string name, long value) => new(new WireMessage().Text(Name, name).Integer(3, value).Integer(Type, 2));

    public static NodeAttribute Of(string name, string value) => new(new WireMessage().Text(Name, name).Bytes(4, Encoding.UTF8.GetBytes(value)).Integer(Type, 3));

    public static NodeAttribute Of(string name, params long[] values) => new(new WireMessage().Text(Name, name).Integers(8, values).Integer(Type, 7));

    public static NodeAttribute Of(string name, IEnumerable<string> values)
    {
        var message = new WireMessage().Text(Name, name);
        foreach (var value in values)
        {
            message.Bytes(9, Encoding.UTF8.GetBytes(value));
        }

        return new(message.Integer(Type, 8));
    }

    /// <summary>A list of float64, which only a tensor can hold.</summary>
    public static NodeAttribute Of(string name, double[] values) =>
        new(new WireMessage().Text(Name, name).Message(5, GraphBuilder.DescribeTensor(name, ElementType.Double, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), [values.Length])).Integer(Type, 4));

    public WireMessage ToMessage() => _message;
}
