using System.Collections.Immutable;

namespace Bakeoff.Audio.Decoding;

/// <summary>The compressed formats that can be read beside those of this assembly.</summary>
/// <remarks>
/// This assembly decodes what is stored without loss, in its own code. Lossy formats come from libraries, which the assembly that
/// registers them refers to. Thread-safe.
/// </remarks>
public static class AudioCodecs
{
    private static ImmutableArray<AudioCodec> registered = [];

    /// <summary>The formats, in the order in which they were added.</summary>
    public static IReadOnlyList<AudioCodec> Registered => registered;

    /// <summary>Adds a format; one that is there already stays as it is.</summary>
    /// <param name="codec">The format.</param>
    public static void Register(AudioCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ImmutableInterlocked.Update(
            ref registered,
            static (all, added) => all.Any(known => known.Format == added.Format) ? all : all.Add(added),
            codec);
    }

    /// <summary>The format of a recording; null for none of them.</summary>
    internal static AudioCodec? Find(RecordingBytes file, long start) =>
        registered.FirstOrDefault(codec => codec.Recognises(file, start));
}
