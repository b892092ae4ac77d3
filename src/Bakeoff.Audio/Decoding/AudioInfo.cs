namespace Bakeoff.Audio.Decoding;

/// <summary>Header of a recording, checked against the size of the file.</summary>
/// <param name="Container">File format, from the content.</param>
/// <param name="Encoding">Storage of one sample.</param>
/// <param name="SampleRateHz">Rate in hertz, 1 to 768,000.</param>
/// <param name="ChannelCount">Channels, 1 to 64.</param>
/// <param name="SampleCount">Samples per channel, at least 1; 0 where the header of a FLAC or compressed recording leaves it open.</param>
public sealed record AudioInfo(AudioContainer Container, SampleEncoding Encoding, int SampleRateHz, int ChannelCount, long SampleCount)
{
    /// <summary>Length in seconds: SampleCount / SampleRateHz.</summary>
    public double DurationSeconds => (double)SampleCount / SampleRateHz;
}
