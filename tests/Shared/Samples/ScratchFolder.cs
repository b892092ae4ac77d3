using Bakeoff.Audio.Decoding;
using Bakeoff.Numerics;

namespace Bakeoff.Testing;

/// <summary>A folder that is removed with the test. Its name holds a space and letters beyond ASCII, because users' folders do.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("bakeoff tést ").FullName;

    public string Full(string relative) => Path.Combine(Root, relative);

    /// <summary>Writes a recording of noise whose samples follow from the seed.</summary>
    public string Noise(string relative, ulong seed, double seconds = 0.2, int rate = 16000, float level = 0.3f)
    {
        var random = new SeededRandom(seed, "noise");
        var samples = new float[(int)(seconds * rate)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = level * ((2 * random.NextSingle()) - 1);
        }

        return Wav(relative, samples, rate);
    }

    public string Wav(string relative, float[] samples, int rate = 16000)
    {
        var path = Full(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = File.Create(path);
        WavWriter.Write16(stream, samples, rate);
        return path;
    }

    /// <summary>Writes a WAV file of float samples, interleaved.</summary>
    public string Float(string relative, int channels, float[] samples, int rate = 16000)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + (4 * samples.Length));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)3);
        writer.Write((short)channels);
        writer.Write(rate);
        writer.Write(rate * channels * 4);
        writer.Write((short)(channels * 4));
        writer.Write((short)32);
        writer.Write("data"u8);
        writer.Write(4 * samples.Length);
        writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(samples.AsSpan()));
        return Bytes(relative, file.ToArray());
    }

    public string Bytes(string relative, byte[] content)
    {
        var path = Full(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
