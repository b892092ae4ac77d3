namespace Bakeoff.Audio.Decoding;

/// <summary>Storage of one sample. All become float32, integers divided by their full scale as libsndfile does.</summary>
/// <remarks>Samples of other widths, such as 12 or 20 bits, fill the highest bits of the next wider encoding.</remarks>
public enum SampleEncoding
{
    /// <summary>Unsigned 8-bit PCM (WAV): (x - 128) / 128.</summary>
    Unsigned8,

    /// <summary>Signed 8-bit PCM (AIFF): x / 128.</summary>
    Signed8,

    /// <summary>Signed 16-bit PCM: x / 32768.</summary>
    Signed16,

    /// <summary>Signed 24-bit PCM in three bytes: x / 8388608.</summary>
    Signed24,

    /// <summary>Signed 32-bit PCM: x / 2147483648, rounded to float32.</summary>
    Signed32,

    /// <summary>IEEE float32, taken as it is.</summary>
    Float32,

    /// <summary>IEEE float64, rounded to float32.</summary>
    Float64,

    /// <summary>FLAC of 4 to 32 bits: x / 2^(bits - 1), rounded to float32.</summary>
    Flac,

    /// <summary>A-law of 8 bits (ITU-T G.711), expanded to 16 bits: x / 32768.</summary>
    ALaw,

    /// <summary>Mu-law of 8 bits (ITU-T G.711), expanded to 16 bits: x / 32768.</summary>
    MuLaw,

    /// <summary>Lossy compression, decoded to float32.</summary>
    Compressed,
}
