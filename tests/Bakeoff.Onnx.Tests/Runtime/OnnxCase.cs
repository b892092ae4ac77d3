using System.Runtime.InteropServices;

namespace Bakeoff.Onnx.Tests.Runtime;

/// <summary>A model with inputs to run it on.</summary>
/// <param name="Name">Name of the case; part of file names.</param>
/// <param name="Model">Bytes of the ONNX file.</param>
internal sealed record OnnxCase(string Name, byte[] Model)
{
    private readonly Dictionary<string, (string Type, long[] Dims, byte[] Content)> _inputs = new(StringComparer.Ordinal);

    public OnnxCase With(string input, float[] values, params long[] dims)
    {
        _inputs[input] = ("float32", dims, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        return this;
    }

    public OnnxCase With(string input, long[] values, params long[] dims)
    {
        _inputs[input] = ("int64", dims, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        return this;
    }

    /// <summary>Writes model and inputs; the result describes them to run.mjs.</summary>
    public object WriteTo(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, $"{Name}.onnx"), Model);
        foreach (var (input, (_, _, content)) in _inputs)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{Name}.{input}.in"), content);
        }

        return new { name = Name, model = $"{Name}.onnx", inputs = _inputs.ToDictionary(i => i.Key, i => new { type = i.Value.Type, dims = i.Value.Dims, file = $"{Name}.{i.Key}.in" }, StringComparer.Ordinal) };
    }
}
