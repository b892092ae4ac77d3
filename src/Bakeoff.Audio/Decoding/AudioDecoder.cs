using Bakeoff.Audio.Decoding.Aiff;
using Bakeoff.Audio.Decoding.Wav;

namespace Bakeoff.Audio.Decoding;

/// <summary>Reads WAV and AIFF recordings held in memory. The content decides about the format; the extension is never looked at.</summary>
/// <remarks>
/// Checked against libsndfile's scaling (integers over their full scale). Nothing is allocated before the sizes in the header have been compared
/// with the size of the file, so a header that lies cannot exhaust memory. Thread-safe.
/// </remarks>
public static class AudioDecoder
{
    /// <summary>Decodes a whole recording.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">Name for messages, usually the path as the user knows it.</param>
    /// <returns>Samples of all channels, interleaved; at least one.</returns>
    /// <exception cref="AudioFormatException">
    /// The file is empty, not WAV or AIFF, truncated, of an unsupported encoding, contradicts itself, or has a NaN or infinite sample.
    /// </exception>
    public static AudioSignal Decode(ReadOnlyMemory<byte> file, string name)
    {
        var layout = ReadLayout(file.Span, name);
        var samples = new float[layout.Info.SampleCount * layout.Info.ChannelCount];
        SampleConverter.Convert(file.Span, layout, name, samples);
        return new AudioSignal(layout.Info.SampleRateHz, layout.Info.ChannelCount, samples);
    }

    /// <summary>Reads and checks the header only; the cost does not depend on the length of the recording.</summary>
    /// <param name="file">All bytes of the file; its length is compared with what the header declares.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="AudioFormatException">As for <see cref="Decode"/>, except for what only samples show.</exception>
    public static AudioInfo ReadInfo(ReadOnlyMemory<byte> file, string name) => ReadLayout(file.Span, name).Info;

    internal static SampleLayout ReadLayout(ReadOnlySpan<byte> file, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (file.IsEmpty)
        {
            throw new AudioFormatException(name, 0, "file is empty (0 bytes), expected a WAV or AIFF recording. Get the file again.");
        }

        if (WavHeader.IsWav(file))
        {
            return WavHeader.Read(file, name);
        }

        if (AiffHeader.IsAiff(file))
        {
            return AiffHeader.Read(file, name);
        }

        throw new AudioFormatException(name, 0, $"content {ContentGuess.Describe(file)}, expected WAV ('RIFF'...'WAVE') or AIFF ('FORM'...'AIFF') at byte 0. {ContentGuess.NextStep(file)}");
    }
}
