namespace Bakeoff.Audio.Decoding.Flac;

/// <summary>Content of the STREAMINFO block, and the offset of the first frame.</summary>
/// <param name="SampleRateHz">Rate in hertz, 1 to 768,000.</param>
/// <param name="ChannelCount">Channels, 1 to 8.</param>
/// <param name="BitsPerSample">Bits of one sample, 4 to 32.</param>
/// <param name="SampleCount">Samples per channel; 0 where the encoder did not know.</param>
/// <param name="Md5">[16] hash of all samples; all zeros where the encoder made none.</param>
/// <param name="Start">Byte at which the file begins, behind any tag of another format.</param>
/// <param name="FirstFrameOffset">Byte of the first frame.</param>
internal sealed record FlacStreamInfo(
    int SampleRateHz, int ChannelCount, int BitsPerSample, long SampleCount, byte[] Md5, long Start, long FirstFrameOffset)
{
    /// <summary>Byte of the hash.</summary>
    public long Md5Offset => Start + 26;

    /// <summary>Header of the recording.</summary>
    public AudioInfo Info =>
        new(AudioContainer.Flac, SampleEncoding.Flac, SampleRateHz, ChannelCount, SampleCount);
}
