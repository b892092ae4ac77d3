using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Audio.Decoding;

/// <summary>Turns stored samples into float32. Integers are exact multiples of a power of two, so every path gives the same bits.</summary>
internal static class SampleConverter
{
    /// <summary>Converts all samples of a checked layout.</summary>
    /// <exception cref="AudioFormatException">A float sample is not a finite float32.</exception>
    public static void Convert(ReadOnlySpan<byte> file, SampleLayout layout, string name, Span<float> samples)
    {
        var encoding = layout.Info.Encoding;
        var data = file.Slice(layout.DataOffset, samples.Length * SampleLayout.BytesPerSample(encoding));
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
            case SampleEncoding.Signed16:
                FromSigned16(data, layout.IsBigEndian, samples);
                break;
            case SampleEncoding.Signed24:
                FromSigned24(data, layout.IsBigEndian, samples);
                break;
            case SampleEncoding.Signed32:
                FromSigned32(data, layout.IsBigEndian, samples);
                break;
            case SampleEncoding.Float32:
                FromFloat32(data, layout, name, samples);
                break;
            default:
                FromFloat64(data, layout, name, samples);
                break;
        }
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

    private static void FromFloat32(ReadOnlySpan<byte> data, SampleLayout layout, string name, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var four = data.Slice(4 * i, 4);
            var value = layout.IsBigEndian ? BinaryPrimitives.ReadSingleBigEndian(four) : BinaryPrimitives.ReadSingleLittleEndian(four);
            samples[i] = Finite(value, layout.DataOffset + 4 * i, name, i / layout.Info.ChannelCount);
        }
    }

    private static void FromFloat64(ReadOnlySpan<byte> data, SampleLayout layout, string name, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var eight = data.Slice(8 * i, 8);
            var value = layout.IsBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(eight) : BinaryPrimitives.ReadDoubleLittleEndian(eight);
            samples[i] = Finite((float)value, layout.DataOffset + 8 * i, name, i / layout.Info.ChannelCount);
        }
    }

    private static float Finite(float value, int offset, string name, int sampleIndex)
    {
        if (float.IsFinite(value))
        {
            return value;
        }

        throw SampleLayoutRules.Broken(
            name,
            offset,
            $"sample {sampleIndex} at byte {offset}",
            $"{(float.IsNaN(value) ? "NaN" : "infinite")}",
            $"a finite number");
    }
}
