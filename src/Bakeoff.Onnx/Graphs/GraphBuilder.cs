global using ElementType = Bakeoff.Onnx.Graphs.TensorProto.Types.DataType;

using System.Globalization;
using System.Runtime.InteropServices;
using Bakeoff.Options;
using Google.Protobuf;

namespace Bakeoff.Onnx.Graphs;

/// <summary>Collects the nodes and constants of an ONNX graph. Values are known by the names that the methods return.</summary>
/// <remarks>Determinism: names follow the layer under construction and the order of calls; equal calls give equal graphs.</remarks>
internal sealed class GraphBuilder
{
    /// <summary>Domain of ONNX's machine-learning operators.</summary>
    public const string LearningDomain = "ai.onnx.ml";

    private readonly GraphProto _graph = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);

    /// <summary>Prefix of the names of new nodes and weights, such as <c>model_2/</c>, where a file holds several models.</summary>
    public string Member { get; set; } = "";

    /// <summary>Prefix of the names of new nodes: the layer they belong to.</summary>
    public string Scope { get; set; } = "";

    /// <summary>True if the graph has a node of ONNX's machine-learning operators.</summary>
    public bool UsesLearningOperators { get; private set; }

    /// <summary>Declares an input; axes are numbers, or names for lengths that vary.</summary>
    public string Input(string name, ElementType type, string description, params string[] axes)
    {
        _graph.Input.Add(CreateValueInfo(Take(name), type, description, axes));
        return name;
    }

    /// <summary>Declares a value as output.</summary>
    public void Output(string name, ElementType type, string description, params string[] axes) =>
        _graph.Output.Add(CreateValueInfo(name, type, description, axes));

    /// <summary>Adds a node with one output.</summary>
    public string Node(string operation, string[] inputs, params AttributeProto[] attributes)
    {
        var output = UniqueName(operation);
        AddNode(operation, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node whose output has a given name below <see cref="Member"/>.</summary>
    /// <exception cref="OnnxExportException">Another value has this name.</exception>
    public string NodeNamed(string output, string operation, string[] inputs, params AttributeProto[] attributes)
    {
        var name = Take(Member + output);
        AddNode(operation, inputs, [name], attributes);
        return name;
    }

    /// <summary>Adds a node of ONNX's machine-learning operators.</summary>
    public string LearningNode(string operation, string[] inputs, params AttributeProto[] attributes)
    {
        var output = UniqueName(operation);
        AddNode(operation, inputs, [output], attributes).Domain = LearningDomain;
        UsesLearningOperators = true;
        return output;
    }

    /// <summary>Adds a node with several outputs.</summary>
    public string[] NodeWithOutputs(int count, string operation, string[] inputs, params AttributeProto[] attributes)
    {
        var name = UniqueName(operation);
        string[] outputs = [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}_out{i}"))];
        AddNode(operation, inputs, outputs, attributes);
        return outputs;
    }

    /// <summary>Adds a named tensor of weights.</summary>
    public string Tensor(string name, ReadOnlySpan<float> values, params long[] shape) =>
        AddTensor(Member + name, ElementType.Float, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds a named tensor of weights in float64.</summary>
    public string Tensor(string name, ReadOnlySpan<double> values, params long[] shape) =>
        AddTensor(Member + name, ElementType.Double, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds a named tensor that several nodes may use; equal names of a <see cref="Member"/> mean equal values.</summary>
    public string SharedTensor(string name, float[] values, params long[] shape) =>
        AddShared(Member + name, ElementType.Float, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    /// <summary>A single float32.</summary>
    public string Scalar(float value) => AddShared(
        string.Create(CultureInfo.InvariantCulture, $"float_{value:R}"), ElementType.Float, BitConverter.GetBytes(value), []);

    /// <summary>A single float64.</summary>
    public string Scalar(double value) => AddShared(
        string.Create(CultureInfo.InvariantCulture, $"double_{value:R}"), ElementType.Double, BitConverter.GetBytes(value), []);

    /// <summary>A list of int64, the form of shapes and axes.</summary>
    public string Integers(params long[] values)
    {
        var name = "int64s_" + string.Join('_', values.Select(static value => value.ToString(CultureInfo.InvariantCulture)));
        return AddShared(name, ElementType.Int64, MemoryMarshal.AsBytes(values.AsSpan()), [values.Length]);
    }

    /// <summary>A single int64.</summary>
    public string Integer(long value) => AddShared(
        string.Create(CultureInfo.InvariantCulture, $"int64_{value}"), ElementType.Int64, BitConverter.GetBytes(value), []);

    /// <summary>The graph under a name.</summary>
    public GraphProto ToProto(string name)
    {
        _graph.Name = name;
        return _graph;
    }

    /// <summary>Creates a tensor. Raw content is little-endian, as on every machine that .NET runs on today.</summary>
    public static TensorProto CreateTensor(string name, ElementType type, ReadOnlySpan<byte> content, long[] shape) =>
        new() { Name = name, DataType = (int)type, Dims = { shape }, RawData = ByteString.CopyFrom(content) };

    private NodeProto AddNode(string operation, string[] inputs, string[] outputs, AttributeProto[] attributes)
    {
        var node = new NodeProto
        {
            Name = outputs[0],
            OpType = operation,
            Input = { inputs },
            Output = { outputs },
            Attribute = { attributes },
        };
        _graph.Node.Add(node);
        return node;
    }

    private string UniqueName(string operation)
    {
        for (var number = 1; ; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{Member}{Scope}/{operation}_{number}");
            if (_names.Add(name))
            {
                return name;
            }
        }
    }

    private string Take(string name) => _names.Add(name)
        ? name
        : throw new OnnxExportException(new ErrorDetails("two values of the graph have the name '{value}'")
        {
            Value = name,
            Rule = "targets with other names than inputs and weights",
            NextStep = "Rename the column in the description of the corpus.",
        });

    private string AddShared(string name, ElementType type, ReadOnlySpan<byte> content, long[] shape) =>
        _shared.Add(name) ? AddTensor(name, type, content, shape) : name;

    private string AddTensor(string name, ElementType type, ReadOnlySpan<byte> content, long[] shape)
    {
        _graph.Initializer.Add(CreateTensor(Take(name), type, content, shape));
        return name;
    }

    private static ValueInfoProto CreateValueInfo(string name, ElementType type, string description, string[] axes)
    {
        var shape = new TensorShapeProto { Dim = { axes.Select(CreateDimension) } };
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape };
        return new ValueInfoProto { Name = name, DocString = description, Type = new TypeProto { TensorType = tensor } };
    }

    private static TensorShapeProto.Types.Dimension CreateDimension(string axis) =>
        long.TryParse(axis, CultureInfo.InvariantCulture, out var length)
            ? new TensorShapeProto.Types.Dimension { DimValue = length }
            : new TensorShapeProto.Types.Dimension { DimParam = axis };
}
