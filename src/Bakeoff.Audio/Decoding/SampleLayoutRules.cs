using Bakeoff.Options;

namespace Bakeoff.Audio.Decoding;

/// <summary>The rules that all containers share: plausible rate and channels, whole sample frames, nothing missing at the end.</summary>
internal static class SampleLayoutRules
{
    /// <summary>Most channels of a recording.</summary>
    public const int MaxChannelCount = 64;

    private const int MaxSampleRateHz = 768_000;

    /// <summary>Checks the number of channels read from a header.</summary>
    public static int CheckChannelCount(string name, long offset, long channels)
    {
        if (channels is < 1 or > MaxChannelCount)
        {
            throw Broken(name, offset, $"number of channels at byte {offset}", $"{channels}", $"1 to {MaxChannelCount}");
        }

        return (int)channels;
    }

    /// <summary>Checks the sample rate read from a header.</summary>
    public static int CheckSampleRate(string name, long offset, double rateHz)
    {
        // AIFF stores an 80-bit float; a rate is a whole number of hertz in every file that we read.
        if (!(rateHz >= 1 && rateHz <= MaxSampleRateHz) || rateHz != Math.Floor(rateHz))
        {
            throw Broken(name, offset, $"sample rate at byte {offset}", $"{rateHz} Hz", $"a whole number from 1 to {MaxSampleRateHz}");
        }

        return (int)rateHz;
    }

    /// <summary>Checks that the declared data lies inside the file and holds whole sample frames.</summary>
    /// <param name="name">Name for messages.</param>
    /// <param name="chunk">Four letters of the chunk.</param>
    /// <param name="chunkOffset">Byte at which the chunk's header begins.</param>
    /// <param name="declaredBytes">Bytes of samples that the header declares; null where its writer did not know.</param>
    /// <param name="presentBytes">Bytes from the first sample to the end of the file.</param>
    /// <param name="frameBytes">Bytes of one sample of all channels.</param>
    /// <returns>Samples per channel.</returns>
    public static long CheckData(string name, string chunk, long chunkOffset, long? declaredBytes, long presentBytes, int frameBytes)
    {
        // The recorder may have been stopped within a sample.
        var bytes = declaredBytes ?? presentBytes - presentBytes % frameBytes;
        if (bytes > presentBytes)
        {
            throw Broken(
                name,
                chunkOffset,
                $"'{chunk}' chunk at byte {chunkOffset} declares {{value}} bytes",
                $"{bytes}",
                $"at most the {presentBytes} left in the truncated file");
        }

        if (bytes == 0)
        {
            throw Broken(
                name,
                chunkOffset,
                $"'{chunk}' chunk at byte {chunkOffset} declares {{value}} bytes",
                $"0",
                $"at least one sample");
        }

        if (bytes % frameBytes != 0)
        {
            throw Broken(
                name,
                chunkOffset,
                $"'{chunk}' chunk at byte {chunkOffset} declares {{value}} bytes",
                $"{bytes}",
                $"a multiple of {frameBytes} (channels x bytes per sample)");
        }

        return bytes / frameBytes;
    }

    /// <summary>
    /// True for the lengths that writers to a pipe leave in a header which they cannot go back to: about 2^31 or 2^32 - 1 (ffmpeg, arecord,
    /// SoX), or SoX's 0x7F000000.
    /// </summary>
    public static bool IsPlaceholder(long declaredBytes) =>
        declaredBytes is >= 0x7F00_0000 and <= 0x7F01_0000 or >= 0x7FFF_0000 and <= 0x8001_0000 or >= 0xFFFF_0000 and <= 0xFFFF_FFFF;

    /// <summary>The exception for sound that is longer than the caller takes.</summary>
    public static AudioFormatException TooLong(string name, double maxSeconds) =>
        Broken(name, 0, $"sound is longer than {maxSeconds:0.###} s", rule: $"at most that", nextStep: "Cut it into parts.");

    /// <summary>The exception for one place in one recording.</summary>
    /// <param name="name">Name of the recording.</param>
    /// <param name="offset">Byte at which the offending field begins.</param>
    /// <param name="what">The thing that is wrong, or a clause with {value} in it.</param>
    /// <param name="value">The value found; null where there is none.</param>
    /// <param name="rule">What was expected; null where <paramref name="what"/> makes it plain.</param>
    /// <param name="nextStep">A remedy that follows from the format itself; null elsewhere.</param>
    public static AudioFormatException Broken(
        string name,
        long offset,
        FormattableString what,
        FormattableString? value = null,
        FormattableString? rule = null,
        string? nextStep = null) =>
        new(
            name,
            offset,
            new ErrorDetails(FormattableString.Invariant(what))
            {
                Value = Text(value),
                Rule = Text(rule),
                NextStep = nextStep,
            });

    private static string? Text(FormattableString? text) => text is null ? null : FormattableString.Invariant(text);
}
