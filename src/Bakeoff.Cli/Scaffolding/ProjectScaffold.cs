namespace Bakeoff.Cli.Scaffolding;

/// <summary>Makes a project: experiments, corpora, Cake files, workflow.</summary>
internal static class ProjectScaffold
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes a project into a folder that is missing or empty.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="packages">The packages of this command, which go along; none where it was compiled.</param>
    /// <returns>Paths of the files, from the project's root.</returns>
    /// <exception cref="ScaffoldingException">There is something already.</exception>
    /// <remarks>Everything is written beside the folder first: what is there is a whole project or none.</remarks>
    public static IReadOnlyList<string> Create(string folder, IReadOnlyList<string> packages)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        CheckIsFree(folder, target);
        var staging = $"{target}.{Environment.ProcessId}.partial";
        try
        {
            var paths = ProjectTemplate.Files(packages).Select(file => Write(staging, file.Path, file.Content)).ToList();
            Directory.CreateDirectory(target);
            foreach (var entry in Directory.GetFileSystemEntries(staging))
            {
                Directory.Move(entry, Path.Combine(target, Path.GetFileName(entry)));
            }

            return paths;
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    private static void CheckIsFree(string folder, string target)
    {
        if (File.Exists(target))
        {
            throw new ScaffoldingException(folder, "is a file", "Name another one.");
        }

        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).FirstOrDefault() is { } first)
        {
            throw new ScaffoldingException(
                folder,
                $"is not empty, it holds '{Path.GetFileName(first)}' for one",
                "Name another one; nothing was changed.");
        }
    }

    private static string Write(string root, string relative, byte[] content)
    {
        var path = Path.Combine(root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        if (!OperatingSystem.IsWindows() && Path.GetExtension(path) == ".sh")
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Executable);
        }

        return relative;
    }
}
