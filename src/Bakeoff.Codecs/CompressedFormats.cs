using System.Reflection;
using Bakeoff.Audio.Decoding;
using Bakeoff.Codecs.Mpeg;
using Bakeoff.Codecs.Opus;
using Bakeoff.Codecs.Vorbis;

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

    /// <summary>A library by name and version, as reports show it.</summary>
    internal static string NameOf(Assembly library)
    {
        var name = library.GetName();
        return $"{name.Name} {name.Version!.ToString(3)}";
    }
}
