using System.Globalization;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Decoding;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Recordings of noise for the conditions of a stress test.</summary>
internal static class NoiseFiles
{
    /// <summary>All noises of a condition are in memory at once.</summary>
    private const double MostSeconds = 1800;

    private const int BlockLength = 4096;

    /// <summary>Finds everything that is wrong with the files: none, damaged, too short, silent, or too long together.</summary>
    /// <param name="root">Folder that the path is relative to.</param>
    /// <param name="key">The key that names them.</param>
    /// <param name="path">File or folder as the experiment names it.</param>
    /// <returns>Sentences without the place in the experiment.</returns>
    /// <remarks>Of each file no more is decoded than shows that it sounds.</remarks>
    public static IReadOnlyList<string> FindProblems(string root, string key, string path)
    {
        var files = ImpulseResponseFiles.List(Path.GetFullPath(path, root));
        if (files.Count == 0)
        {
            return [SoundFileProblems.None(root, key, path)];
        }

        var seconds = 0.0;
        List<string> problems =
        [
            .. files.Select(file => SoundFileProblems.Find(root, key, file, recording =>
            {
                seconds += recording.Info.DurationSeconds;
                NoiseRecordings.Check(FirstSound(recording), recording.Name);
                return null;
            })).OfType<string>(),
        ];
        if (seconds > MostSeconds)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{key} is '{path}', noises of {seconds:#,0} s, expected at most {MostSeconds:#,0} s in all. Name a part of them."));
        }

        return problems;
    }

    /// <summary>Decodes the noises.</summary>
    /// <param name="paths">Full paths.</param>
    /// <exception cref="BakeoffException">A file changed since the check and is no noise.</exception>
    public static NoiseRecordings Read(IReadOnlyList<string> paths) => new([.. paths.Select(static path =>
    {
        using var recording = AudioReader.Open(path, path);
        var noise = new AudioSignal(recording.Info.SampleRateHz, 1, recording.ReadToEnd().ToMono());
        NoiseRecordings.Check(noise, path);
        return noise;
    })]);

    // A stretch that sounds, long enough for what is asked of a noise; the whole recording where there is none.
    private static AudioSignal FirstSound(AudioReader recording)
    {
        var frames = Math.Max(BlockLength, (int)Math.Ceiling(2 * NoiseRecordings.LeastSeconds * recording.Info.SampleRateHz));
        var block = new float[frames * recording.Info.ChannelCount];
        while (recording.Read(block) is var count and > 0 && count == block.Length)
        {
            var stretch = new AudioSignal(recording.Info.SampleRateHz, recording.Info.ChannelCount, block);
            if (!stretch.IsSilent)
            {
                return stretch;
            }
        }

        recording.Rewind();
        return recording.ReadToEnd();
    }
}
