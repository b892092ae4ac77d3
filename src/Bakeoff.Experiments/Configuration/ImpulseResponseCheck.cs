using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Finds impulse responses that cannot be used, before anything runs.</summary>
/// <remarks>Apart from <see cref="ImpulseResponseFiles"/>, whose code counts in fingerprints.</remarks>
internal static class ImpulseResponseCheck
{
    /// <summary>The key that names them.</summary>
    public const string Key = "augmentation.reverb.impulse_responses";

    /// <summary>All are in memory at once.</summary>
    private const int MostFiles = 1000;

    /// <summary>Finds everything that is wrong with the files: none, too many, damaged, silent, or with several channels.</summary>
    /// <param name="root">Folder that the path is relative to.</param>
    /// <param name="path">File or folder as the experiment names it.</param>
    /// <returns>Sentences without the place in the experiment.</returns>
    public static IReadOnlyList<string> FindProblems(string root, string path)
    {
        var full = Path.GetFullPath(path, root);
        var files = ImpulseResponseFiles.List(full);
        return files.Count switch
        {
            0 when Directory.Exists(full) => [$"{Key} is '{path}', a folder without .wav files, expected at least one. Add some."],
            0 => [$"{Key} is '{path}', expected an existing WAV file or folder. Correct the path; it is relative to {root}."],
            > MostFiles =>
                [$"{Key} is '{path}', a folder of {files.Count:#,0} .wav files, expected at most {MostFiles:#,0}. Name a part of it."],
            _ => [.. files.Select(file => FindProblem(root, file)).OfType<string>()],
        };
    }

    private static string? FindProblem(string root, string file)
    {
        var name = Path.GetRelativePath(root, file);
        try
        {
            ImpulseResponseFiles.Read(file, name);
            return null;
        }
        catch (BakeoffException exception)
        {
            exception.NextStep ??= "Replace the file or take it away.";
            return $"{Key}: {exception.Message}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{Key}: {name} cannot be read: {exception.Message}";
        }
    }
}
