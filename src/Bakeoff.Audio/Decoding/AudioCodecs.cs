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

    /// <summary>The one of these formats that a file is in, by its content; null for any other.</summary>
    /// <param name="path">Path of the file; one that cannot be read is in none.</param>
    public static string? FormatOf(string path)
    {
        if (registered.IsEmpty)
        {
            return null;
        }

        try
        {
            // Nearly all files are in a format of this assembly, which their first bytes tell.
            using var handle = File.OpenHandle(path);
            var start = new byte[AudioContent.MarkerBytes];
            using var head = new RecordingBytes(start.AsMemory(0, RandomAccess.Read(handle, start, 0)));
            if (AudioContent.IsOwn(head))
            {
                return null;
            }

            using var bytes = new RecordingBytes(path);
            return AudioContent.FindCodec(bytes)?.Format;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The format of a recording; null for none of them.</summary>
    internal static AudioCodec? Find(RecordingBytes file, long start) =>
        registered.FirstOrDefault(codec => codec.Recognises(file, start));
}
