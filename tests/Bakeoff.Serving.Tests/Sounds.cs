using Bakeoff.Audio.Decoding;

namespace Bakeoff.Serving.Tests;

/// <summary>Recordings that nobody made: two tones that move.</summary>
internal static class Sounds
{
    public const int RateHz = 16000;

    /// <summary>A WAV file of some length.</summary>
    public static byte[] Wav(double seconds)
    {
        var samples = new float[(int)(seconds * RateHz)];
        var (low, high) = (0.0, 0.0);
        for (var n = 0; n < samples.Length; n++)
        {
            low += (160 + 60 * Math.Sin(n * 1e-4)) / RateHz;
            high += (900 + 500 * Math.Sin(n * 3e-4)) / RateHz;
            samples[n] = (float)(0.3 * Math.Sin(2 * Math.PI * low) + 0.1 * Math.Sin(2 * Math.PI * high));
        }

        using var file = new MemoryStream();
        WavWriter.Write16(file, samples, RateHz);
        return file.ToArray();
    }
}
