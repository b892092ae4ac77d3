using System.Globalization;

namespace Bakeoff.Audio.Decoding;

/// <summary>The rules that all containers share: plausible rate and channels, whole sample frames, nothing missing at the end.</summary>
internal static class SampleLayoutRules
{
    private const int MaxChannelCount = 64;
    private const int MaxSampleRateHz = 768_000;

    /// <summary>Checks the number of channels read from a header.</summary>
    public static int CheckChannelCount(string name, int offset, long channels)
    {
        if (channels is < 1 or > MaxChannelCount)
        {
            throw Broken(name, offset, $"number of channels at byte {offset} is {channels}, expected 1 to {MaxChannelCount}. The header is damaged or this is not audio; get the file again.");
        }

        return (int)channels;
    }

    /// <summary>Checks the sample rate read from a header.</summary>
    public static int CheckSampleRate(string name, int offset, double rateHz)
    {
        // AIFF stores an 80-bit float; a rate is a whole number of hertz in every file that we read.
        if (!(rateHz >= 1 && rateHz <= MaxSampleRateHz) || rateHz != Math.Floor(rateHz))
        {
            throw Broken(name, offset, $"sample rate at byte {offset} is {rateHz.ToString(CultureInfo.InvariantCulture)} Hz, expected a whole number from 1 to {MaxSampleRateHz}. The header is damaged; get the file again.");
        }

        return (int)rateHz;
    }

    /// <summary>Checks that the declared data lies inside the file and holds whole sample frames; returns the samples per channel.</summary>
    public static int CheckData(string name, string chunk, int chunkOffset, long declaredBytes, int dataOffset, int fileBytes, int frameBytes)
    {
        var presentBytes = (long)fileBytes - dataOffset;
        if (declaredBytes > presentBytes)
        {
            throw Broken(name, chunkOffset, $"'{chunk}' chunk at byte {chunkOffset} declares {declaredBytes} bytes, file holds {presentBytes}. It is truncated; get the file again (rerun Download for a corpus).");
        }

        if (declaredBytes == 0)
        {
            throw Broken(name, chunkOffset, $"'{chunk}' chunk at byte {chunkOffset} declares 0 bytes, expected at least one sample. The recording is empty; leave it out or get the file again.");
        }

        if (declaredBytes % frameBytes != 0)
        {
            throw Broken(name, chunkOffset, $"'{chunk}' chunk at byte {chunkOffset} declares {declaredBytes} bytes, expected a multiple of {frameBytes} (channels x bytes per sample). The header is damaged; get the file again.");
        }

        return (int)(declaredBytes / frameBytes);
    }

    /// <summary>The exception for sound that is longer than the caller takes.</summary>
    public static AudioFormatException TooLong(string name, double maxSeconds) =>
        Broken(name, 0, $"sound is longer than {maxSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s, expected at most that. Cut it into parts.");

    /// <summary>The exception for one place in one recording.</summary>
    public static AudioFormatException Broken(string name, int offset, string problem) => new(name, offset, problem);
}
