using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Audio.Decoding;

/// <summary>Turns stored samples into float32. Integers are exact multiples of a power of two, so every path gives the same bits.</summary>
internal static class SampleConverter
{
    private static readonly float[] ALaw = [.. Enumerable.Range(0, 256).Select(code => ExpandALaw(code) * (1f / 32768f))];
    private static readonly float[] MuLaw = [.. Enumerable.Range(0, 256).Select(code => ExpandMuLaw(code) * (1f / 32768f))];

    /// <summary>Converts samples; floats may come out as NaN or infinite.</summary>
    /// <param name="data">The stored samples.</param>
    /// <param name="encoding">Their storage.</param>
    /// <param name="isBigEndian">Byte order of one sample.</param>
    /// <param name="samples">Receives as many values as <paramref name="data"/> holds.</param>
    public static void Convert(ReadOnlySpan<byte> data, SampleEncoding encoding, bool isBigEndian, Span<float> samples)
    {
        switch (encoding)
        {
            case SampleEncoding.Unsigned8:
                for (var i = 0; i < samples.Length; i++)
                {
                    samples[i] = (data[i] - 128) / 128f;
                }

                break;
            case SampleEncoding.Signed8:
                for (var i = 0; i < samples.Length; i++)
                {
                    samples[i] = (sbyte)data[i] / 128f;
                }

                break;
            case SampleEncoding.ALaw or SampleEncoding.MuLaw:
                LookUp(data, encoding == SampleEncoding.ALaw ? ALaw : MuLaw, samples);
                break;
            case SampleEncoding.Signed16:
                FromSigned16(data, isBigEndian, samples);
                break;
            case SampleEncoding.Signed24:
                FromSigned24(data, isBigEndian, samples);
                break;
            case SampleEncoding.Signed32:
                FromSigned32(data, isBigEndian, samples);
                break;
            case SampleEncoding.Float32:
                FromFloat32(data, isBigEndian, samples);
                break;
            default:
                FromFloat64(data, isBigEndian, samples);
                break;
        }
    }

    private static void LookUp(ReadOnlySpan<byte> data, float[] table, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = table[data[i]];
        }
    }

    /// <summary>
    /// ITU-T G.711, table 1: sign, three bits of segment, four of step, even bits inverted; 13 bits in the highest of 16.
    /// </summary>
    private static int ExpandALaw(int code)
    {
        var bits = code ^ 0x55;
        var (segment, step) = ((bits >> 4) & 7, bits & 15);
        var magnitude = segment == 0 ? (step << 4) + 8 : ((step << 4) + 0x108) << (segment - 1);
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    /// <summary>ITU-T G.711, table 2: sign, three bits of segment, four of step, all inverted; 14 bits in the highest of 16.</summary>
    private static int ExpandMuLaw(int code)
    {
        var bits = ~code & 0xFF;
        var magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }

    private static void FromSigned16(ReadOnlySpan<byte> data, bool isBigEndian, Span<float> samples)
    {
        if (isBigEndian != BitConverter.IsLittleEndian)
        {
            var native = MemoryMarshal.Cast<byte, short>(data);
            var n = 0;
            for (; n <= samples.Length - Vector256<short>.Count; n += Vector256<short>.Count)
            {
                var (lower, upper) = Vector256.Widen(Vector256.Create(native[n..]));
                (Vector256.ConvertToSingle(lower) * (1f / 32768f)).CopyTo(samples[n..]);
                (Vector256.ConvertToSingle(upper) * (1f / 32768f)).CopyTo(samples[(n + Vector256<int>.Count)..]);
            }

            for (; n < samples.Length; n++)
            {
                samples[n] = native[n] * (1f / 32768f);
            }

            return;
        }

        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, short>(data)[i]) * (1f / 32768f);
        }
    }

    private static void FromSigned24(ReadOnlySpan<byte> data, bool isBigEndian, Span<float> samples)
    {
        var (low, high) = isBigEndian ? (2, 0) : (0, 2);
        for (var i = 0; i < samples.Length; i++)
        {
            var three = data.Slice(3 * i, 3);
            var value = three[low] | (three[1] << 8) | ((sbyte)three[high] << 16);
            samples[i] = value * (1f / 8388608f);
        }
    }

    private static void FromSigned32(ReadOnlySpan<byte> data, bool isBigEndian, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var four = data.Slice(4 * i, 4);
            samples[i] =
                (isBigEndian ? BinaryPrimitives.ReadInt32BigEndian(four) : BinaryPrimitives.ReadInt32LittleEndian(four))
                * (1f / 2147483648f);
        }
    }

    private static void FromFloat32(ReadOnlySpan<byte> data, bool isBigEndian, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var four = data.Slice(4 * i, 4);
            samples[i] = isBigEndian ? BinaryPrimitives.ReadSingleBigEndian(four) : BinaryPrimitives.ReadSingleLittleEndian(four);
        }
    }

    private static void FromFloat64(ReadOnlySpan<byte> data, bool isBigEndian, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var eight = data.Slice(8 * i, 8);
            samples[i] = (float)(
                isBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(eight) : BinaryPrimitives.ReadDoubleLittleEndian(eight));
        }
    }
}
