namespace Bakeoff.Audio.Decoding;

/// <summary>File format around the samples, recognised by the content, never by the extension.</summary>
public enum AudioContainer
{
    /// <summary>RIFF WAVE, little-endian, with RF64 and BW64 for long recordings.</summary>
    Wav,

    /// <summary>RIFX WAVE, the big-endian twin of RIFF.</summary>
    WavBigEndian,

    /// <summary>Audio Interchange File Format, big-endian PCM.</summary>
    Aiff,

    /// <summary>AIFF-C, AIFF with named encodings.</summary>
    AiffC,

    /// <summary>Free Lossless Audio Codec in its own container.</summary>
    Flac,

    /// <summary>Sun and NeXT audio (.au, .snd), big-endian.</summary>
    Au,

    /// <summary>Sony Wave64: WAVE with 64-bit lengths.</summary>
    Wave64,

    /// <summary>MPEG audio, layer 3.</summary>
    Mp3,

    /// <summary>Vorbis in Ogg.</summary>
    OggVorbis,

    /// <summary>Opus in Ogg.</summary>
    OggOpus,
}
