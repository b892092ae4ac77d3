using Bakeoff.Audio.Decoding;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Sentences about sound files that an experiment names and that cannot be used, without the place in the experiment.</summary>
internal static class SoundFileProblems
{
    /// <summary>No file is there.</summary>
    /// <param name="root">Folder that the path is relative to.</param>
    /// <param name="key">The key that names it.</param>
    /// <param name="path">File or folder as the experiment names it.</param>
    public static string None(string root, string key, string path) =>
        Directory.Exists(Path.GetFullPath(path, root))
            ? $"{key} is '{path}', a folder without .wav files, expected at least one. Add some."
            : $"{key} is '{path}', expected an existing WAV file or folder. Correct the path; it is relative to {root}.";

    /// <summary>Finds what is wrong with one file.</summary>
    /// <param name="root">Folder that names are relative to.</param>
    /// <param name="key">The key that names it.</param>
    /// <param name="file">Full path.</param>
    /// <param name="check">Looks at the opened recording; throws, or gives what comes after its name. Null where nothing is wrong.</param>
    /// <returns>The problem; null for none.</returns>
    public static string? Find(string root, string key, string file, Func<AudioReader, string?> check)
    {
        var name = Path.GetRelativePath(root, file);
        try
        {
            using var recording = AudioReader.Open(file, name);
            return check(recording) is { } problem ? $"{key}: {name} {problem}" : null;
        }
        catch (BakeoffException exception)
        {
            exception.NextStep ??= "Replace the file or take it away.";
            return $"{key}: {exception.Message}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{key}: {name} cannot be read: {exception.Message}";
        }
    }
}
