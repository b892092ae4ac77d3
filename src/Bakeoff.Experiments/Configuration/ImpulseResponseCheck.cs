using System.Globalization;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Decoding;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Finds impulse responses that cannot be used, before anything runs.</summary>
/// <remarks>
/// Apart from <see cref="ImpulseResponseFiles"/>, whose code counts in fingerprints. Every command that names the experiment looks at them,
/// so that of each file no more is decoded than shows that it sounds; Featurize finds what is damaged behind that.
/// </remarks>
internal static class ImpulseResponseCheck
{
    /// <summary>The key that names them.</summary>
    public const string Key = "augmentation.reverb.impulse_responses";

    private const int BlockLength = 4096;

    /// <summary>Longer than any room rings: a recording that was named by mistake.</summary>
    private const double MostSeconds = 60;

    /// <summary>All are in memory at once.</summary>
    private const int MostFiles = 1000;

    /// <summary>Finds everything that is wrong with the files: none, too many, damaged, too long, silent, or with several channels.</summary>
    /// <param name="root">Folder that the path is relative to.</param>
    /// <param name="key">The key that names them.</param>
    /// <param name="path">File or folder as the experiment names it.</param>
    /// <returns>Sentences without the place in the experiment.</returns>
    public static IReadOnlyList<string> FindProblems(string root, string key, string path)
    {
        var files = ImpulseResponseFiles.List(Path.GetFullPath(path, root));
        return files.Count switch
        {
            0 => [SoundFileProblems.None(root, key, path)],
            > MostFiles =>
                [$"{key} is '{path}', a folder of {files.Count:#,0} .wav files, expected at most {MostFiles:#,0}. Name a part of it."],
            _ => [.. files.Select(file => SoundFileProblems.Find(root, key, file, FindProblem)).OfType<string>()],
        };
    }

    private static string? FindProblem(AudioReader recording)
    {
        if (recording.Info.DurationSeconds > MostSeconds)
        {
            var seconds = recording.Info.DurationSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            return $"lasts {seconds} s, expected at most {MostSeconds} s. Replace the file or take it away.";
        }

        ImpulseResponse.FromRecording(FirstSound(recording), recording.Name);
        return null;
    }

    /// <summary>The first block that is not silent; the whole recording where there is none.</summary>
    private static AudioSignal FirstSound(AudioReader recording)
    {
        var block = new float[BlockLength * recording.Info.ChannelCount];
        while (recording.Read(block) is var count and > 0)
        {
            if (!AudioSignal.IsSilence(block.AsSpan(0, count)))
            {
                return new AudioSignal(recording.Info.SampleRateHz, recording.Info.ChannelCount, block[..count]);
            }
        }

        recording.Rewind();
        return recording.ReadToEnd();
    }
}
