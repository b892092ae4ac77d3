using System.Buffers.Binary;

namespace Bakeoff.Audio.Decoding;

/// <summary>Writes mono 16-bit PCM WAV files, byte for byte the same everywhere.</summary>
public static class WavWriter
{
    private const int HeaderBytes = 44;

    /// <summary>Writes one recording: samples are multiplied by 32768, rounded to even and clipped to 16 bits.</summary>
    /// <param name="stream">Receives the file from its current position; seeking is not needed.</param>
    /// <param name="samples">Mono samples, full scale at -1 and 1.</param>
    /// <param name="sampleRateHz">Rate in hertz; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    /// <exception cref="ArgumentException">A sample is NaN.</exception>
    public static void Write16(Stream stream, ReadOnlySpan<float> samples, int sampleRateHz)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRateHz);
        var file = new byte[HeaderBytes + 2 * samples.Length];
        WriteHeader(file, 2 * samples.Length, sampleRateHz);
        for (var i = 0; i < samples.Length; i++)
        {
            if (float.IsNaN(samples[i]))
            {
                throw new ArgumentException($"Sample {i} is NaN, expected a number.", nameof(samples));
            }

            var rounded = Math.Round(samples[i] * 32768.0, MidpointRounding.ToEven);
            BinaryPrimitives.WriteInt16LittleEndian(
                file.AsSpan(HeaderBytes + 2 * i), (short)Math.Clamp(rounded, short.MinValue, short.MaxValue));
        }

        stream.Write(file);
    }

    private static void WriteHeader(Span<byte> file, int dataBytes, int sampleRateHz)
    {
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[4..], HeaderBytes - 8 + dataBytes);
        "WAVEfmt "u8.CopyTo(file[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(file[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(file[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(file[24..], sampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(file[28..], sampleRateHz * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(file[34..], 16);
        "data"u8.CopyTo(file[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[40..], dataBytes);
    }
}
