using Bakeoff.Audio.Decoding;

namespace Bakeoff.Corpora;

/// <summary>Opens the sound of clips, whole files or stretches of them; a file of many clips is decoded once.</summary>
public static class ClipSounds
{
    /// <summary>Opens every clip, files at a time; the order of clips within a file is that of their ends.</summary>
    /// <param name="folder">Folder of the recordings.</param>
    /// <param name="clips">Clips of an index.</param>
    /// <param name="options">Threads and cancellation; neither changes a sound.</param>
    /// <param name="use">
    /// Receives the position of a clip and its sound, which is closed when this returns; called on several threads.
    /// </param>
    /// <exception cref="AggregateException">A file cannot be read, is damaged, or <paramref name="use"/> failed.</exception>
    public static void ForEach(string folder, IReadOnlyList<Clip> clips, ParallelOptions options, Action<int, AudioReader> use)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(use);
        var files = Enumerable.Range(0, clips.Count).GroupBy(i => clips[i].File, StringComparer.Ordinal).Select(static file => file.ToArray());
        Parallel.ForEach(files.ToArray(), options, file => ForEach(folder, clips, file, use));
    }

    // Here and not at ClipStretch: a split knows stretches too, and must not depend on code that decodes.
    internal static SampleStretch InSamples(ClipStretch? stretch, int sampleRateHz)
    {
        return stretch is null
            ? new SampleStretch(0)
            : new SampleStretch(Samples(stretch.StartSeconds), stretch.EndSeconds is { } end ? Samples(end) : null, stretch.Channel - 1);

        long Samples(double seconds) => (long)Math.Round(seconds * sampleRateHz, MidpointRounding.AwayFromZero);
    }

    private static void ForEach(string folder, IReadOnlyList<Clip> clips, int[] file, Action<int, AudioReader> use)
    {
        using var recording = AudioReader.Open(Path.Combine(folder, clips[file[0]].File), clips[file[0]].Path);
        if (file is [var whole] && clips[whole].Stretch is null)
        {
            use(whole, recording);
            return;
        }

        var rateHz = recording.Info.SampleRateHz;
        var stretches = Array.ConvertAll(file, i => InSamples(clips[i].Stretch, rateHz));
        foreach (var (i, sound) in recording.Cut(stretches))
        {
            using (sound)
            {
                use(file[i], sound);
            }
        }
    }
}
