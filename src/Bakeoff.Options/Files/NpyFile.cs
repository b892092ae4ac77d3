using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Bakeoff.Options.Files;

/// <summary>Arrays in NumPy's file format, version 1.0, little-endian and in C order.</summary>
/// <remarks>Source: NumPy Enhancement Proposal 1. Read back with <c>numpy.load</c>, also with <c>mmap_mode="r"</c>.</remarks>
public static class NpyFile
{
    /// <summary>Type code of 32-bit floats.</summary>
    public const string Single = "<f4";

    /// <summary>Type code of 64-bit floats.</summary>
    public const string Double = "<f8";

    /// <summary>Type code of 64-bit integers.</summary>
    public const string Int64 = "<i8";

    /// <summary>
    /// Length of every header written here. NumPy asks for a multiple of 64; a fixed length lets the shape be filled in last.
    /// </summary>
    private const int HeaderBytes = 128;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes a one-dimensional array of 64-bit integers.</summary>
    public static void WriteInt64(string path, ReadOnlySpan<long> values)
    {
        using var stream = File.Create(path);
        WriteHeader(stream, Int64, [values.Length]);
        WriteValues(stream, values);
    }

    /// <summary>Writes the header at the stream's position.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="type"><see cref="Single"/>, <see cref="Double"/> or <see cref="Int64"/>.</param>
    /// <param name="shape">Lengths of the axes, outermost first.</param>
    public static void WriteHeader(Stream stream, string type, ReadOnlySpan<long> shape)
    {
        var axes = string.Join(", ", shape.ToArray().Select(n => n.ToString(CultureInfo.InvariantCulture)));
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({axes}{(shape.Length == 1 ? "," : string.Empty)}), }}";
        var header = new byte[HeaderBytes];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Magic.Length), HeaderBytes - 10);
        Encoding.ASCII.GetBytes(text, header.AsSpan(10));
        header[^1] = (byte)'\n';
        stream.Write(header);
    }

    /// <summary>Writes values after a header.</summary>
    public static void WriteValues<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("NumPy files are written on little-endian machines only.");
        }

        stream.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reads a whole array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">Type code that it must have.</param>
    /// <returns>Lengths of the axes, and the values in C order.</returns>
    /// <exception cref="NpyFormatException">
    /// The file is no such array, is of another type, or its length does not fit its shape.
    /// </exception>
    public static (long[] Shape, T[] Values) Read<T>(string path, string type)
        where T : unmanaged
    {
        using var stream = File.OpenRead(path);
        var shape = ReadShape<T>(stream, path, type);
        var values = new T[CountOf(shape)];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return (shape, values);
    }

    /// <summary>Maps an array of 32-bit floats into memory: opens it without reading its values.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NpyFormatException">The file is no such array, or its length does not fit its shape.</exception>
    public static MappedArray Map(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, HeaderBytes);
        var shape = ReadShape<float>(stream, path, Single);
        return new MappedArray(path, HeaderBytes, shape);
    }

    internal static long CountOf(IEnumerable<long> shape) => shape.Aggregate(1L, static (product, n) => checked(product * n));

    // Leaves the stream at the first value.
    private static long[] ReadShape<T>(FileStream stream, string path, string type)
        where T : unmanaged
    {
        var header = new byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.AsSpan().StartsWith(Magic))
        {
            throw new NpyFormatException(path, new ErrorDetails("the file is no NumPy array of version 1.0 with a header of 128 bytes"));
        }

        var text = Encoding.ASCII.GetString(header.AsSpan(10));
        if (!text.Contains($"'descr': '{type}'", StringComparison.Ordinal))
        {
            throw new NpyFormatException(path, new ErrorDetails("header") { Value = text.Trim(), Rule = $"type {type}" });
        }

        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = text.IndexOf(')', StringComparison.Ordinal);
        var shape = text[(open + 1)..close]
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(n => long.Parse(n, CultureInfo.InvariantCulture))
            .ToArray();
        var bytes = checked(CountOf(shape) * Unsafe.SizeOf<T>());
        if (stream.Length - HeaderBytes != bytes)
        {
            var held = (stream.Length - HeaderBytes).ToString(CultureInfo.InvariantCulture);
            var rule = FormattableString.Invariant($"{bytes} for its shape");
            throw new NpyFormatException(path, new ErrorDetails("the file holds {value} bytes of values") { Value = held, Rule = rule });
        }

        return shape;
    }
}
