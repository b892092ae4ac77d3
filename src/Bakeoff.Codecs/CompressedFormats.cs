using System.Reflection;
using Bakeoff.Audio.Decoding;
using Bakeoff.Codecs.Mpeg;
using Bakeoff.Codecs.Opus;
using Bakeoff.Codecs.Vorbis;
using Concentus;
using NLayer;
using NVorbis;

namespace Bakeoff.Codecs;

/// <summary>The lossy formats that this assembly adds: MP3, Ogg Vorbis, Opus.</summary>
public static class CompressedFormats
{
    private const string Mp3 = "MP3";
    private const string Vorbis = "Ogg Vorbis";
    private const string Opus = "Opus";

    /// <summary>
    /// Lets <see cref="AudioReader"/> and <see cref="AudioDecoder"/> read them, wherever recordings are read in this process.
    /// </summary>
    public static void Register()
    {
        AudioCodecs.Register(new AudioCodec { Format = Mp3, Recognises = Mp3Recording.IsMp3, Open = Mp3Recording.Open });
        AudioCodecs.Register(new AudioCodec { Format = Vorbis, Recognises = VorbisRecording.IsVorbis, Open = VorbisRecording.Open });
        AudioCodecs.Register(new AudioCodec { Format = Opus, Recognises = OpusRecording.IsOpus, Open = OpusRecording.Open });
    }

    /// <summary>The library that decodes a format.</summary>
    /// <param name="format">Name of the format, as <see cref="AudioCodecs.FormatOf"/> gives it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The format is none of these.</exception>
    public static Assembly LibraryOf(string format) => format switch
    {
        Mp3 => typeof(MpegFrameDecoder).Assembly,
        Vorbis => typeof(StreamDecoder).Assembly,
        Opus => typeof(OpusCodecFactory).Assembly,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No library decodes it."),
    };

    /// <summary>A library by name and version, as reports show it.</summary>
    internal static string NameOf(Assembly library)
    {
        var name = library.GetName();
        return $"{name.Name} {name.Version!.ToString(3)}";
    }
}
