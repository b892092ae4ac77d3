using System.Buffers.Binary;
using Bakeoff.Audio.Decoding;

namespace Bakeoff.Audio.Tests.Decoding;

public sealed class AudioReaderTests
{
    [Fact]
    public void Read_FileBeyondTwoGibibytes_GivesAllSamplesToTheLast()
    {
        const long samples = (1L << 30) + 2048;
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".wav");
        try
        {
            WriteSparse(path, samples);
            using var reader = AudioReader.Open(path);
            var block = new float[1 << 20];
            var (count, last) = (0L, 0f);
            for (int read; (read = reader.Read(block)) > 0; count += read)
            {
                last = block[read - 1];
            }

            reader.Info.SampleCount.ShouldBe(samples);
            count.ShouldBe(samples);
            last.ShouldBe(0.5f);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Open_FolderOrNoPath_SaysSo()
    {
        var folder = Path.GetTempPath();
        Should.Throw<AudioFormatException>(() => AudioReader.Open(folder)).Message.ShouldBe($"{folder}: is a folder, expected a recording.");
        Should.Throw<AudioFormatException>(() => AudioReader.Open("")).Message.ShouldBe("the path is empty, expected a recording.");
        Should.Throw<FileNotFoundException>(() => AudioReader.Open(Path.Combine(folder, "no such file")));
    }

    // Zeros that take no room on the disk, and one sample at half of full scale at the end.
    private static void WriteSparse(string path, long samples)
    {
        var header = new byte[44];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), checked((uint)(36 + (2 * samples))));
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), 16_000);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), 32_000);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 16);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), checked((uint)(2 * samples)));
        using var file = File.Create(path);
        file.Write(header);
        file.SetLength(header.Length + (2 * samples));
        file.Seek(-2, SeekOrigin.End);
        file.Write([0x00, 0x40]);
    }
}
