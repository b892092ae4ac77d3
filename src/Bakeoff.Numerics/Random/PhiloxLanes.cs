using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bakeoff.Numerics;

/// <summary>
/// Several Philox blocks at once: lane l of each vector works on block l. Integer arithmetic only, so the words are those of
/// <see cref="Philox"/>.
/// </summary>
/// <remarks>
/// A 32-bit word stands in the low half of each 64-bit lane. The multiplication reads low halves only, so what products leave in the high
/// halves does no harm.
/// </remarks>
internal static unsafe class PhiloxLanes
{
    private const float Unit = 1.0f / (1 << 24);

    /// <summary>Numbers that <see cref="Fill"/> writes at a time; 0 when this CPU has no suitable vectors.</summary>
    public static int Count =>
        Avx512F.IsSupported ? 32
        : Avx2.IsSupported ? 16
        : 0;

    /// <summary>Writes <see cref="Count"/> values in [0, 1), those of consecutive blocks.</summary>
    public static void Fill(ulong block, ulong stream, ulong key, float* values)
    {
        if (Avx512F.IsSupported)
        {
            Fill512(block, stream, key, values);
        }
        else
        {
            Fill256(block, stream, key, values);
        }
    }

    private static void Fill512(ulong block, ulong stream, ulong key, float* values)
    {
        var c0 = Vector512.Create(block) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        var c1 = Vector512.ShiftRightLogical(c0, 32);
        var (c2, c3) = (Vector512.Create(stream), Vector512.Create(stream >> 32));
        var (multiplier0, multiplier1) = (
            Vector512.Create((ulong)Philox.Multiplier0).AsUInt32(),
            Vector512.Create((ulong)Philox.Multiplier1).AsUInt32());
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Philox.Rounds; round++)
        {
            var p0 = Avx512F.Multiply(c0.AsUInt32(), multiplier0);
            var p1 = Avx512F.Multiply(c2.AsUInt32(), multiplier1);
            c0 = Vector512.ShiftRightLogical(p1, 32) ^ c1 ^ Vector512.Create((ulong)k0);
            c2 = Vector512.ShiftRightLogical(p0, 32) ^ c3 ^ Vector512.Create((ulong)k1);
            (c1, c3) = (p1, p0);
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }

        // Words 0 and 1 of each block side by side, words 2 and 3 likewise, then block after block.
        var lowHalf = Vector512.Create(0xFFFFFFFFUL);
        var first = (c0 & lowHalf) | Vector512.ShiftLeft(c1, 32);
        var second = (c2 & lowHalf) | Vector512.ShiftLeft(c3, 32);
        Store(Avx512F.PermuteVar8x64x2(first, Vector512.Create(0UL, 8, 1, 9, 2, 10, 3, 11), second), values);
        Store(Avx512F.PermuteVar8x64x2(first, Vector512.Create(4UL, 12, 5, 13, 6, 14, 7, 15), second), values + 16);
    }

    private static void Fill256(ulong block, ulong stream, ulong key, float* values)
    {
        var c0 = Vector256.Create(block) + Vector256.Create(0UL, 1, 2, 3);
        var c1 = Vector256.ShiftRightLogical(c0, 32);
        var (c2, c3) = (Vector256.Create(stream), Vector256.Create(stream >> 32));
        var (multiplier0, multiplier1) = (
            Vector256.Create((ulong)Philox.Multiplier0).AsUInt32(),
            Vector256.Create((ulong)Philox.Multiplier1).AsUInt32());
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Philox.Rounds; round++)
        {
            var p0 = Avx2.Multiply(c0.AsUInt32(), multiplier0);
            var p1 = Avx2.Multiply(c2.AsUInt32(), multiplier1);
            c0 = Vector256.ShiftRightLogical(p1, 32) ^ c1 ^ Vector256.Create((ulong)k0);
            c2 = Vector256.ShiftRightLogical(p0, 32) ^ c3 ^ Vector256.Create((ulong)k1);
            (c1, c3) = (p1, p0);
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }

        var lowHalf = Vector256.Create(0xFFFFFFFFUL);
        var first = (c0 & lowHalf) | Vector256.ShiftLeft(c1, 32);
        var second = (c2 & lowHalf) | Vector256.ShiftLeft(c3, 32);
        var (even, odd) = (Avx2.UnpackLow(first, second), Avx2.UnpackHigh(first, second));
        Store(Avx2.Permute2x128(even, odd, 0x20), values);
        Store(Avx2.Permute2x128(even, odd, 0x31), values + 8);
    }

    /// <summary>The high 24 bits of each word, as a multiple of 2^-24: both steps are exact.</summary>
    private static void Store(Vector512<ulong> words, float* values) =>
        (Vector512.ConvertToSingle(Vector512.ShiftRightLogical(words.AsUInt32(), 8).AsInt32()) * Vector512.Create(Unit)).Store(values);

    private static void Store(Vector256<ulong> words, float* values) =>
        (Vector256.ConvertToSingle(Vector256.ShiftRightLogical(words.AsUInt32(), 8).AsInt32()) * Vector256.Create(Unit)).Store(values);
}
