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
    /// <summary>
    /// Lets <see cref="AudioReader"/> and <see cref="AudioDecoder"/> read them, wherever recordings are read in this process.
    /// </summary>
    public static void Register()
    {
        AudioCodecs.Register(new AudioCodec { Format = "MP3", Recognises = Mp3Recording.IsMp3, Open = Mp3Recording.Open });
        AudioCodecs.Register(new AudioCodec { Format = "Ogg Vorbis", Recognises = VorbisRecording.IsVorbis, Open = VorbisRecording.Open });
        AudioCodecs.Register(new AudioCodec { Format = "Opus", Recognises = OpusRecording.IsOpus, Open = OpusRecording.Open });
    }

    /// <summary>The libraries that may decode a recording of some name; none where the name is not of one of these formats.</summary>
    /// <param name="path">A path or file name; nothing is opened.</param>
    public static IReadOnlyList<Assembly> LibrariesFor(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".MP3" => [typeof(MpegFrameDecoder).Assembly],
        ".OGG" or ".OGA" or ".OPUS" => [typeof(OpusCodecFactory).Assembly, typeof(StreamDecoder).Assembly],
        _ => [],
    };

    /// <summary>A library by name and version, as reports show it.</summary>
    internal static string NameOf(Assembly library)
    {
        var name = library.GetName();
        return $"{name.Name} {name.Version!.ToString(3)}";
    }
}
