using System.Runtime.InteropServices;
using System.Text.Json;
using Bakeoff.Mlflow.Rest;

namespace Bakeoff.Onnx.Tests.Runtime;

/// <summary>What ONNX Runtime made of a case: float32 outputs by name, or an error.</summary>
internal sealed record OnnxOutcome(string? Error, IReadOnlyDictionary<string, float[]> Outputs)
{
    public static OnnxOutcome Read(string folder, JsonElement result) => result.TryGetProperty("error", out var error)
        ? new OnnxOutcome(error.GetString(), new Dictionary<string, float[]>(StringComparer.Ordinal))
        : new OnnxOutcome(null, result.EnumerateObject().ToDictionary(
            o => o.Name,
            o => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, o.Value.GetProperty("file").GetString()!))).ToArray(),
            StringComparer.Ordinal));
}
