using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace LiveEmotion;

/// <summary>Samples without a header: 16 bits, little-endian, one channel.</summary>
internal static class RawPcm
{
    /// <summary>Reads blocks of samples until the input ends; the last block is shorter.</summary>
    /// <exception cref="InvalidDataException">The input is empty, the file of a recording, or ends in the middle of a sample.</exception>
    public static async IAsyncEnumerable<float[]> ReadAsync(
        Stream input, int blockLength, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bytes = new byte[2 * blockLength];
        for (var isFirst = true; ; isFirst = false)
        {
            // A read from a pipe cannot be taken back; when it is cancelled, it is left behind.
            var reading = input.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, CancellationToken.None).AsTask();
            var read = await reading.WaitAsync(cancellationToken);
            if (isFirst)
            {
                RequireRawSound(bytes.AsSpan(0, read));
            }

            var samples = new float[read / 2];
            for (var i = 0; i < samples.Length; i++)
            {
                samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * i)) / 32768f;
            }

            yield return samples;
            if (read % 2 == 1)
            {
                throw new InvalidDataException(
                    "Standard input ends in the middle of a sample, expected 2 bytes each. Record with -f S16_LE.");
            }

            if (read < bytes.Length)
            {
                yield break;
            }
        }
    }

    private static void RequireRawSound(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            throw new InvalidDataException("Standard input is empty, expected sound. Does the recorder run?");
        }

        var isRecording = bytes.StartsWith("RIFF"u8) || bytes.StartsWith("FORM"u8) || bytes.StartsWith("fLaC"u8)
            || bytes.StartsWith("OggS"u8) || bytes.StartsWith("ID3"u8);
        if (isRecording)
        {
            throw new InvalidDataException(
                "Standard input is a file such as WAV, FLAC or MP3, expected samples alone: sox FILE -t raw -b 16 -e signed -c 1 -r 16000 -");
        }
    }
}
