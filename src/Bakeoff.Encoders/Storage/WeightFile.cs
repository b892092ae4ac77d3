using System.Buffers.Binary;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Text.Json;
using Bakeoff.Options;

namespace Bakeoff.Encoders.Storage;

/// <summary>A safetensors file, mapped into memory: a tensor is read from the disk when it is looked at.</summary>
/// <remarks>
/// Format: 8 bytes length of the header, the header as JSON, then the tensors' little-endian numbers. Every place and length is compared
/// with the file's length when it is opened, so a truncated file is refused before anything is read.
/// </remarks>
internal sealed unsafe class WeightFile : IDisposable
{
    private const int LengthBytes = 8;
    private const int LargestHeader = 100_000_000;

    private readonly string _path;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _pointer;

    private WeightFile(string path, IReadOnlyDictionary<string, StoredTensor> tensors)
    {
        (_path, Tensors) = (path, tensors);
        _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
    }

    /// <summary>All tensors by name.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <exception cref="EncoderFormatException">The file is no complete safetensors file.</exception>
    public static WeightFile Open(string path)
    {
        using var stream = File.OpenRead(path);
        var prefix = new byte[LengthBytes];
        var read = stream.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false);
        var headerLength = read < LengthBytes ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (read < LengthBytes || headerLength > LargestHeader || headerLength > (ulong)(stream.Length - LengthBytes))
        {
            throw new EncoderFormatException(path, new ErrorDetails("the header of {value} bytes does not lie within the file")
            {
                Value = Text((long)Math.Min(headerLength, long.MaxValue)),
                Rule = $"at most the {Text(Math.Max(0, stream.Length - LengthBytes))} bytes that follow",
                NextStep = "It is truncated or no safetensors file; fetch it again.",
            });
        }

        var header = new byte[headerLength];
        stream.ReadExactly(header);
        try
        {
            using var document = JsonDocument.Parse(header);
            var dataStart = LengthBytes + (long)headerLength;
            return new WeightFile(
                path,
                document.RootElement.EnumerateObject()
                    .Where(static entry => entry.Name != "__metadata__")
                    .Select(entry => ReadEntry(entry, path, dataStart, stream.Length))
                    .ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal));
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new EncoderFormatException(
                path, new ErrorDetails("the header is not that of a safetensors file") { NextStep = "Fetch the file again." }, exception);
        }
    }

    /// <summary>The bytes of a tensor. No span may outlive the file.</summary>
    public ReadOnlySpan<byte> Bytes(StoredTensor tensor)
    {
        if (tensor.ByteCount > int.MaxValue)
        {
            throw new EncoderFormatException(_path, new ErrorDetails($"tensor {tensor.Name} has {{value}} bytes")
            {
                Value = Text(tensor.ByteCount),
                Rule = $"at most {Text(int.MaxValue)}",
            });
        }

        return new ReadOnlySpan<byte>(_pointer + tensor.Start, (int)tensor.ByteCount);
    }

    public void Dispose()
    {
        if (!_view.SafeMemoryMappedViewHandle.IsClosed)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        _view.Dispose();
        _map.Dispose();
    }

    private static StoredTensor ReadEntry(JsonProperty entry, string path, long dataStart, long fileLength)
    {
        var type = entry.Value.GetProperty("dtype").GetString() ?? "";
        int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(static axis => axis.GetInt32())];
        var begin = entry.Value.GetProperty("data_offsets")[0].GetInt64();
        var end = entry.Value.GetProperty("data_offsets")[1].GetInt64();
        var tensor = new StoredTensor(entry.Name, type, shape, dataStart + begin, end - begin);
        var count = shape.Aggregate(1L, static (product, axis) => axis < 0 ? -1 : product * axis);
        var size = NumberType.BytesOf(type);
        if (begin < 0 || end < begin || count < 0 || end > fileLength - dataStart || (size is { } bytes && end - begin != bytes * count))
        {
            throw new EncoderFormatException(
                path,
                new ErrorDetails($"tensor {entry.Name} of {type} {tensor.ShapeText} lies at bytes {{value}}")
                {
                    Value = $"{Text(begin)} to {Text(end)}",
                    Rule = $"as many bytes as its shape takes, within the {Text(fileLength - dataStart)} of the file",
                    NextStep = "It is truncated or damaged; fetch it again.",
                });
        }

        return tensor;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
