using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Options.Files;

/// <summary>Conversion of 16-bit floats to 32-bit ones, which is exact for every value.</summary>
public static class HalfFloats
{
    // Shifted to its place in 32 bits, the exponent lacks 127 - 15; a multiplication adds it, and normalises small numbers.
    private const float Rebias = 5.192296858534828e33f; // 2^112
    private const uint Magnitude = 0x7FFF;
    private const uint Infinity = 0x7C00u << 13;
    private const uint Exponent = 0x7F80_0000;

    /// <summary>Converts numbers; infinities and NaN stay what they are.</summary>
    /// <param name="halves">The numbers.</param>
    /// <param name="values">Receives them; as many.</param>
    /// <exception cref="ArgumentException">There are fewer places than numbers.</exception>
    public static void Widen(ReadOnlySpan<Half> halves, Span<float> values)
    {
        var from = MemoryMarshal.Cast<Half, Vector256<ushort>>(halves);
        var to = MemoryMarshal.Cast<float, Vector256<float>>(values[..halves.Length]);
        for (var i = 0; i < from.Length; i++)
        {
            var (lower, upper) = Vector256.Widen(from[i]);
            to[2 * i] = Widen(lower);
            to[(2 * i) + 1] = Widen(upper);
        }

        for (var i = from.Length * Vector256<ushort>.Count; i < halves.Length; i++)
        {
            values[i] = (float)halves[i];
        }
    }

    private static Vector256<float> Widen(Vector256<uint> bits)
    {
        var magnitude = (bits & Vector256.Create(Magnitude)) << 13;
        var finite = (magnitude.AsSingle() * Vector256.Create(Rebias)).AsUInt32();
        var isFinite = Vector256.LessThan(magnitude, Vector256.Create(Infinity));
        var sign = (bits & Vector256.Create(~Magnitude)) << 16;
        return (Vector256.ConditionalSelect(isFinite, finite, magnitude | Vector256.Create(Exponent)) | sign).AsSingle();
    }
}
