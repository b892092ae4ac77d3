using System.Globalization;
using System.Runtime.InteropServices;

namespace Bakeoff.Onnx.Graphs;

/// <summary>Collects the nodes and constants of an ONNX graph. Values are known by the names that methods return.</summary>
/// <remarks>Names follow the layer under construction and the order of calls, so that equal calls give equal bytes. Field numbers are those of GraphProto and its parts.</remarks>
internal sealed class GraphBuilder
{
    /// <summary>Domain of ONNX's machine-learning operators.</summary>
    public const string LearningDomain = "ai.onnx.ml";

    private readonly List<WireMessage> _nodes = [];
    private readonly List<WireMessage> _constants = [];
    private readonly List<WireMessage> _inputs = [];
    private readonly List<WireMessage> _outputs = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>What names of new nodes begin with: the layer they belong to.</summary>
    public string Scope { get; set; } = "";

    /// <summary>Whether the graph has a node of ONNX's machine-learning operators.</summary>
    public bool UsesLearningOperators { get; private set; }

    /// <summary>Declares an input; axes are numbers, or names for lengths that vary.</summary>
    public string Input(string name, ElementType type, string description, params string[] axes)
    {
        _inputs.Add(Describe(name, type, description, axes));
        return name;
    }

    /// <summary>Declares a value as output.</summary>
    public void Output(string name, ElementType type, string description, params string[] axes) => _outputs.Add(Describe(name, type, description, axes));

    /// <summary>Adds a node with one output.</summary>
    public string Node(string operation, string[] inputs, params NodeAttribute[] attributes)
    {
        var output = Unique(operation);
        Add(operation, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node whose output has a given name.</summary>
    public void NodeNamed(string output, string operation, string[] inputs, params NodeAttribute[] attributes) => Add(operation, inputs, [output], attributes);

    /// <summary>Adds a node of ONNX's machine-learning operators.</summary>
    public string LearningNode(string operation, string[] inputs, params NodeAttribute[] attributes)
    {
        var output = Unique(operation);
        Add(operation, inputs, [output], attributes, LearningDomain);
        UsesLearningOperators = true;
        return output;
    }

    /// <summary>Adds a node with several outputs.</summary>
    public string[] NodeWithOutputs(int count, string operation, string[] inputs, params NodeAttribute[] attributes)
    {
        var name = Unique(operation);
        string[] outputs = [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}_out{i}"))];
        Add(operation, inputs, outputs, attributes);
        return outputs;
    }

    /// <summary>Adds a named tensor of weights.</summary>
    public string Tensor(string name, ReadOnlySpan<float> values, params long[] shape)
    {
        AddTensor(name, ElementType.Single, MemoryMarshal.AsBytes(values).ToArray(), shape);
        return name;
    }

    /// <summary>Adds a named tensor of weights in float64.</summary>
    public string Tensor(string name, ReadOnlySpan<double> values, params long[] shape)
    {
        AddTensor(name, ElementType.Double, MemoryMarshal.AsBytes(values).ToArray(), shape);
        return name;
    }

    /// <summary>A named tensor that several nodes may ask for; equal names mean equal values.</summary>
    public string SharedTensor(string name, float[] values, params long[] shape) => Shared(name, ElementType.Single, shape, () => MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    /// <summary>A single float32.</summary>
    public string Scalar(float value) => Shared(
        string.Create(CultureInfo.InvariantCulture, $"float_{value:R}"), ElementType.Single, [], () => BitConverter.GetBytes(value));

    /// <summary>A single float64.</summary>
    public string Scalar(double value) => Shared(
        string.Create(CultureInfo.InvariantCulture, $"double_{value:R}"), ElementType.Double, [], () => BitConverter.GetBytes(value));

    /// <summary>A list of int64, as shapes and axes are given.</summary>
    public string Integers(params long[] values) => Shared(
        "int64s_" + string.Join('_', values.Select(v => v.ToString(CultureInfo.InvariantCulture))), ElementType.Int64, [values.Length], () => MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    /// <summary>A single int64.</summary>
    public string Integer(long value) => Shared(
        string.Create(CultureInfo.InvariantCulture, $"int64_{value}"), ElementType.Int64, [], () => BitConverter.GetBytes(value));

    /// <summary>The graph as GraphProto.</summary>
    public WireMessage ToMessage(string name) => new WireMessage().Messages(1, _nodes).Text(2, name).Messages(5, _constants).Messages(11, _inputs).Messages(12, _outputs);

    /// <summary>A tensor as TensorProto. Raw content is little-endian, as on every machine that .NET runs on today.</summary>
    public static WireMessage DescribeTensor(string name, ElementType type, byte[] content, long[] shape) =>
        new WireMessage().Integers(1, shape).Integer(2, (long)type).Text(8, name).Bytes(9, content);

    private void Add(string operation, string[] inputs, string[] outputs, NodeAttribute[] attributes, string domain = "")
    {
        var node = new WireMessage().Texts(1, inputs).Texts(2, outputs).Text(3, outputs[0]).Text(4, operation).Messages(5, attributes.Select(a => a.ToMessage()));
        _nodes.Add(domain.Length == 0 ? node : node.Text(7, domain));
    }

    private string Unique(string operation)
    {
        for (var number = 1; ; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{Scope}/{operation}_{number}");
            if (_names.Add(name))
            {
                return name;
            }
        }
    }

    private string Shared(string name, ElementType type, long[] shape, Func<byte[]> content)
    {
        if (_names.Add(name))
        {
            AddTensor(name, type, content(), shape);
        }

        return name;
    }

    private void AddTensor(string name, ElementType type, byte[] content, long[] shape) => _constants.Add(DescribeTensor(name, type, content, shape));

    private static WireMessage Describe(string name, ElementType type, string description, string[] axes)
    {
        var shape = new WireMessage().Messages(1, axes.Select(axis => long.TryParse(axis, CultureInfo.InvariantCulture, out var length)
            ? new WireMessage().Integer(1, length)
            : new WireMessage().Text(2, axis)));
        var tensor = new WireMessage().Integer(1, (long)type).Message(2, shape);
        return new WireMessage().Text(1, name).Message(2, new WireMessage().Message(1, tensor)).Text(3, description);
    }
}
