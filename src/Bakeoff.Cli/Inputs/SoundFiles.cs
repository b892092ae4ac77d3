using Bakeoff.Audio.Decoding;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Options;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Bakeoff.Cli.Inputs;

/// <summary>Finds the recordings that a user names: files, folders, patterns.</summary>
internal static class SoundFiles
{
    /// <summary>Input that stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Name of standard input in results and messages.</summary>
    public const string StandardInputName = "standard input";

    private static readonly char[] Wildcards = ['*', '?'];
    private static readonly char[] Separators = OperatingSystem.IsWindows() ? ['/', '\\'] : ['/'];

    /// <summary>Finds all files that the inputs name, each once.</summary>
    /// <param name="inputs">
    /// A file of any name; a folder, which stands for the recordings (by extension) in it and below; or a pattern, in which
    /// <c>*</c> stands for any part of a name and <c>**</c> for any folders.
    /// </param>
    /// <param name="currentFolder">Folder that relative inputs start from.</param>
    /// <returns>Paths as the inputs spell them, in the order of the inputs and ordinal order within each.</returns>
    /// <exception cref="InputNotFoundException">An input names nothing.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> inputs, string currentFolder)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var found = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in inputs.SelectMany(input => FindOne(input, currentFolder)))
        {
            if (known.Add(Path.GetFullPath(path, currentFolder)))
            {
                found.Add(path);
            }
        }

        return found;
    }

    /// <summary>Opens a file, or what comes over standard input.</summary>
    /// <param name="input">A path, or <see cref="StandardInput"/>.</param>
    /// <exception cref="AudioFormatException">The recording cannot be read.</exception>
    /// <exception cref="IOException">The file or the input cannot be read.</exception>
    public static AudioReader Open(string input)
    {
        if (input != StandardInput)
        {
            return AudioReader.Open(input);
        }

        using var stream = Console.OpenStandardInput();
        return AudioReader.Open(stream, StandardInputName);
    }

    private static IReadOnlyList<string> FindOne(string input, string currentFolder)
    {
        // A file whose name contains a wildcard takes precedence over the pattern.
        var full = Path.GetFullPath(input.Length == 0 ? "." : input, currentFolder);
        if (input.Length > 0 && File.Exists(full))
        {
            return [input];
        }

        if (input.Length > 0 && Directory.Exists(full))
        {
            IReadOnlyList<string> below = [.. FolderHasher.List(full).Where(AudioDecoder.HasExtension).Select(path => Join(input, path))];
            return below.Count > 0
                ? below
                : throw new InputNotFoundException(input, new ErrorDetails("folder holds no recording")
                {
                    Rule = $"files that end in {string.Join(", ", AudioDecoder.Extensions)}",
                    NextStep = "Name another folder, or the files themselves.",
                });
        }

        return input.IndexOfAny(Wildcards) >= 0
            ? Match(input, currentFolder)
            : throw new InputNotFoundException(input, new ErrorDetails("no such file or folder")
            {
                Rule = "a recording, a folder of recordings or a pattern such as 'clips/*.wav'",
                NextStep = $"Correct the path; it starts from {currentFolder}.",
            });
    }

    private static IReadOnlyList<string> Match(string pattern, string currentFolder)
    {
        // The part before the first wildcard is a folder, which may lie outside the current one.
        var cut = pattern.LastIndexOfAny(Separators, pattern.IndexOfAny(Wildcards)) + 1;
        var (folder, rest) = (pattern[..cut], pattern[cut..]);
        var start = Path.GetFullPath(folder.Length == 0 ? "." : folder, currentFolder);
        IReadOnlyList<string> matched = Directory.Exists(start)
            ? [.. new Matcher(StringComparison.Ordinal)
                .AddInclude(rest)
                .GetResultsInFullPath(start)
                .Select(path => Join(folder, Path.GetRelativePath(start, path).Replace('\\', '/')))
                .Order(StringComparer.Ordinal)]
            : [];
        return matched.Count > 0
            ? matched
            : throw new InputNotFoundException(pattern, new ErrorDetails("matches no file")
            {
                Rule = "at least one recording",
                NextStep = $"Correct the pattern; it starts from {currentFolder}.",
            });
    }

    private static string Join(string folder, string path) =>
        folder.Length == 0 || folder.EndsWith('/') || Path.EndsInDirectorySeparator(folder) ? folder + path : $"{folder}/{path}";
}
