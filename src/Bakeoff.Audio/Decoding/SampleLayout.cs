namespace Bakeoff.Audio.Decoding;

/// <summary>Position and storage of the samples of a checked file.</summary>
/// <param name="Info">Header of the recording.</param>
/// <param name="IsBigEndian">Byte order of one sample.</param>
/// <param name="DataOffset">Byte of the first sample.</param>
internal sealed record SampleLayout(AudioInfo Info, bool IsBigEndian, long DataOffset)
{
    /// <summary>Bytes of one sample of one channel.</summary>
    public static int BytesPerSample(SampleEncoding encoding) => encoding switch
    {
        SampleEncoding.Unsigned8 or SampleEncoding.Signed8 or SampleEncoding.ALaw or SampleEncoding.MuLaw => 1,
        SampleEncoding.Signed16 => 2,
        SampleEncoding.Signed24 => 3,
        SampleEncoding.Signed32 or SampleEncoding.Float32 => 4,
        _ => 8,
    };
}
