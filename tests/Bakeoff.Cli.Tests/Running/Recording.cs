namespace Bakeoff.Cli.Tests.Running;

/// <summary>Recordings made up for tests.</summary>
internal static class Recording
{
    /// <summary>A sawtooth of 80 samples a period, 16-bit WAV; 200 Hz at the default rate of 16 kHz.</summary>
    public static byte[] Tone(double level, int samples, int rateHz = 16_000)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + (2 * samples));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(rateHz);
        writer.Write(2 * rateHz);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * samples);
        for (var i = 0; i < samples; i++)
        {
            writer.Write((short)(level * 32000 * (((i % 80) / 40.0) - 1)));
        }

        return stream.ToArray();
    }
}
