using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Bakeoff.Options.Files;

/// <summary>Arrays in NumPy's file format, version 1.0, little-endian and in C order.</summary>
/// <remarks>Source: NumPy Enhancement Proposal 1. Read back with <c>numpy.load</c>, also with <c>mmap_mode="r"</c>.</remarks>
public static partial class NpyFile
{
    /// <summary>Type code of 16-bit floats.</summary>
    public const string Half = "<f2";

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

    private const int ShortestStart = 10;
    private const int LongestStart = 12;
    private const int MostHeaderBytes = 1 << 20;

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
    /// <param name="type"><see cref="Half"/>, <see cref="Single"/>, <see cref="Double"/> or <see cref="Int64"/>.</param>
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

    /// <summary>Maps an array of 32-bit or 16-bit floats into memory: opens it without reading its values.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NpyFormatException">The file is no such array, or its length does not fit its shape.</exception>
    public static MappedArray Map(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, HeaderBytes);
        var isHalf = ReadHeader(stream, path).Type == Half;
        stream.Position = 0;
        var shape = isHalf ? ReadShape<ushort>(stream, path, Half) : ReadShape<float>(stream, path, Single);
        return new MappedArray(path, stream.Position, shape, isHalf);
    }

    /// <summary>Lengths of the axes of an array of any type, outermost first.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NpyFormatException">The file is no array.</exception>
    public static IReadOnlyList<long> ReadShape(string path)
    {
        using var stream = File.OpenRead(path);
        return ReadHeader(stream, path).Shape;
    }

    /// <summary>Reads a whole array of any type of numbers.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Lengths of the axes, and the values in C order.</returns>
    /// <exception cref="NpyFormatException">
    /// The file is no array of numbers, is in Fortran order or big-endian, or its length does not fit its shape.
    /// </exception>
    public static (IReadOnlyList<long> Shape, double[] Values) ReadAsDouble(string path)
    {
        using var stream = File.OpenRead(path);
        var header = ReadHeader(stream, path);
        if (header.IsFortranOrder && header.Shape.Length > 1)
        {
            throw new NpyFormatException(path, new ErrorDetails("the array is in Fortran order")
            {
                Rule = "C order",
                NextStep = "Save it again: np.save(path, np.ascontiguousarray(array)).",
            });
        }

        var values = header.Type switch
        {
            Half => Convert<System.Half>(static value => (double)value),
            Single => Convert<float>(static value => value),
            Double => Convert<double>(static value => value),
            "|i1" => Convert<sbyte>(static value => value),
            "|u1" => Convert<byte>(static value => value),
            "<i2" => Convert<short>(static value => value),
            "<u2" => Convert<ushort>(static value => value),
            "<i4" => Convert<int>(static value => value),
            "<u4" => Convert<uint>(static value => value),
            Int64 => Convert<long>(static value => value),
            "<u8" => Convert<ulong>(static value => value),
            _ => throw new NpyFormatException(path, new ErrorDetails("the array's type")
            {
                Value = header.Type,
                Rule = "numbers, little-endian",
                NextStep = "Save it as float32: np.save(path, array.astype('<f4')).",
            }),
        };
        return (header.Shape, values);

        double[] Convert<T>(Converter<T, double> convert)
            where T : unmanaged
        {
            RequireLength(stream, path, checked(CountOf(header.Shape) * Unsafe.SizeOf<T>()));
            var read = new T[CountOf(header.Shape)];
            stream.ReadExactly(MemoryMarshal.AsBytes(read.AsSpan()));
            return Array.ConvertAll(read, convert);
        }
    }

    internal static long CountOf(IEnumerable<long> shape) => shape.Aggregate(1L, static (product, n) => checked(product * n));

    // Leaves the stream at the first value.
    private static long[] ReadShape<T>(FileStream stream, string path, string type)
        where T : unmanaged
    {
        var header = ReadHeader(stream, path);
        if (header.Type != type || header.IsFortranOrder)
        {
            throw new NpyFormatException(path, new ErrorDetails("header")
            {
                Value = header.Text,
                Rule = $"type {type}{(header.IsFortranOrder ? " in C order" : "")}",
            });
        }

        RequireLength(stream, path, checked(CountOf(header.Shape) * Unsafe.SizeOf<T>()));
        return header.Shape;
    }

    private static void RequireLength(FileStream stream, string path, long bytes)
    {
        var held = stream.Length - stream.Position;
        if (held != bytes)
        {
            var rule = FormattableString.Invariant($"{bytes} for its shape");
            throw new NpyFormatException(
                path,
                new ErrorDetails("the file holds {value} bytes of values") { Value = held.ToString(CultureInfo.InvariantCulture), Rule = rule });
        }
    }

    // Leaves the stream at the first value.
    private static Header ReadHeader(FileStream stream, string path)
    {
        var start = new byte[LongestStart];
        var read = stream.ReadAtLeast(start, ShortestStart, throwOnEndOfStream: false);
        if (read < ShortestStart || !start.AsSpan().StartsWith(Magic[..6]) || start[6] is 0 or > 3)
        {
            throw NoArray(path);
        }

        // The length of the header is two bytes in version 1 and four later.
        var (first, length) = start[6] == 1
            ? (10, BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8)))
            : (12, BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(8)));
        if (length > MostHeaderBytes || first + length > stream.Length)
        {
            throw NoArray(path);
        }

        var bytes = new byte[length];
        stream.Position = first;
        stream.ReadExactly(bytes);
        var text = Encoding.UTF8.GetString(bytes).Trim();
        return new Header(
            text,
            TypePattern().Match(text) is { Success: true } type ? type.Groups["type"].Value : "of parts",
            text.Contains("'fortran_order': True", StringComparison.Ordinal),
            ShapeOf(text) ?? throw NoArray(path));
    }

    private static long[]? ShapeOf(string text)
    {
        var match = ShapePattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var shape = new List<long>();
        foreach (var axis in match.Groups["axes"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!long.TryParse(axis, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return null;
            }

            shape.Add(count);
        }

        return [.. shape];
    }

    private static NpyFormatException NoArray(string path) =>
        new(path, new ErrorDetails("the file is no NumPy array of version 1 to 3"));

    [GeneratedRegex("'descr': '(?<type>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'shape': \((?<axes>[0-9, ]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShapePattern();

    private sealed record Header(string Text, string Type, bool IsFortranOrder, long[] Shape);
}
