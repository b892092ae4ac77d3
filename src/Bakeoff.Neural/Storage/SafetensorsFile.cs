using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Options;

namespace Bakeoff.Neural.Storage;

/// <summary>The safetensors format: 8 bytes header length, a JSON header, then the tensors' little-endian bytes without gaps.</summary>
/// <remarks>Source: huggingface/safetensors, format description. Only float32 is
/// written and read. Equal tensors give equal bytes.</remarks>
internal static class SafetensorsFile
{
    private const int LargestHeader = 100_000_000;

    public static byte[] Write(IReadOnlyList<TensorData> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = new JsonObject();
        if (metadata is { Count: > 0 })
        {
            var pairs = new JsonObject();
            foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                pairs[key] = value;
            }

            header["__metadata__"] = pairs;
        }

        long offset = 0;
        foreach (var tensor in tensors)
        {
            var end = offset + (4L * tensor.Values.Length);
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. tensor.Shape.Select(axis => (JsonNode)axis)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        // The header is padded with spaces so that the tensors begin at a multiple of 8 bytes, as the format requires.
        var json = Encoding.UTF8.GetBytes(header.ToJsonString());
        var headerLength = (json.Length + 7) / 8 * 8;
        var file = new byte[8 + headerLength + offset];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)headerLength);
        json.CopyTo(file, 8);
        file.AsSpan(8 + json.Length, headerLength - json.Length).Fill((byte)' ');
        var place = 8 + headerLength;
        foreach (var tensor in tensors)
        {
            foreach (var value in tensor.Values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(place), value);
                place += 4;
            }
        }

        return file;
    }

    /// <exception cref="ModelFormatException">The bytes are not a complete safetensors file of float32 tensors.</exception>
    public static (IReadOnlyDictionary<string, TensorData> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(
        byte[] file,
        string path)
    {
        if (file.Length < 8)
        {
            throw new ModelFormatException(path, new ErrorDetails("holds {value} bytes")
            {
                Value = Text(file.Length),
                Rule = "at least the 8 of a safetensors header",
                NextStep = "It is truncated; copy or train it again.",
            });
        }

        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (headerLength > LargestHeader || headerLength > (ulong)(file.Length - 8))
        {
            throw new ModelFormatException(path, new ErrorDetails("safetensors header declares {value} bytes")
            {
                Value = headerLength.ToString(CultureInfo.InvariantCulture),
                Rule = $"at most the {Text(file.Length - 8)} that follow in the file",
                NextStep = "It is truncated or of another format; copy or train it again.",
            });
        }

        var data = file.AsMemory(8 + (int)headerLength);
        var tensors = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var header = JsonDocument.Parse(file.AsMemory(8, (int)headerLength));
            foreach (var entry in header.RootElement.EnumerateObject())
            {
                if (entry.Name == "__metadata__")
                {
                    foreach (var pair in entry.Value.EnumerateObject())
                    {
                        metadata[pair.Name] = pair.Value.GetString() ?? "";
                    }
                }
                else
                {
                    tensors[entry.Name] = ReadTensor(entry, data, path);
                }
            }
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ModelFormatException(
                path,
                new ErrorDetails("safetensors header is not the expected JSON") { NextStep = "It is damaged; copy or train it again." },
                exception);
        }

        return (tensors, metadata);
    }

    private static TensorData ReadTensor(JsonProperty entry, ReadOnlyMemory<byte> data, string path)
    {
        var type = entry.Value.GetProperty("dtype").GetString();
        if (type != "F32")
        {
            throw new ModelFormatException(path, new ErrorDetails($"tensor {entry.Name} has dtype {{value}}")
            {
                Value = type ?? "null",
                Rule = "F32",
                NextStep = "Convert it to float32.",
            });
        }

        var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt32()).ToArray();
        var begin = entry.Value.GetProperty("data_offsets")[0].GetInt64();
        var end = entry.Value.GetProperty("data_offsets")[1].GetInt64();
        var count = shape.Aggregate(1L, (product, axis) => axis < 0 ? -1 : product * axis);
        if (begin < 0 || end < begin || end > data.Length || count < 0 || (end - begin) != 4 * count)
        {
            throw new ModelFormatException(
                path,
                new ErrorDetails($"tensor {entry.Name} of shape [{string.Join(", ", shape)}] lies at bytes {{value}}")
                {
                    Value = $"{Text(begin)} to {Text(end)}",
                    Rule = $"{Text(4 * count)} bytes within the {Text(data.Length)} of the file",
                    NextStep = "It is truncated or damaged; copy or train it again.",
                });
        }

        var bytes = data.Span[(int)begin..(int)end];
        var values = new float[count];
        if (BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        }
        else
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
            }
        }

        return new TensorData(entry.Name, shape, values);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
