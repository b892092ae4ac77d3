using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Projects;

/// <summary>
/// The command in the form in which it can be typed here. Hints begin with it; what is kept or passed on, such as a report, says
/// <c>bakeoff</c>.
/// </summary>
[OutsideFingerprint("words of hints; cannot change a result")]
public static class CommandName
{
    /// <summary>Environment variable that sets the name, for wrappers and containers that start the command by another.</summary>
    public const string Variable = "BAKEOFF_COMMAND";

    private const string Name = "bakeoff";
    private const string PackageId = "bakeoff.cli";

    /// <summary>The command as it was started: <c>bakeoff</c>, <c>dotnet bakeoff</c> as a local tool, else the path of the program.</summary>
    public static string Typed { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name
            ? name
            : Find(
                AppContext.BaseDirectory,
                Environment.ProcessPath,
                Environment.GetEnvironmentVariable("PATH"),
                Environment.CurrentDirectory);

    /// <summary>
    /// The packages that the command was installed from, as NuGet keeps them: the one of its name and the one for this platform, to which
    /// that points. None for a command that was compiled here.
    /// </summary>
    public static IReadOnlyList<string> Packages { get; } = FindPackages(AppContext.BaseDirectory);

    /// <summary>A word of a command line as every shell takes it whole: in quotes where it has blanks.</summary>
    public static string Quote(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word;

    /// <summary>A command on an experiment as hints name it: <c>'bakeoff report mine'</c>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="experiment">Name of the experiment.</param>
    /// <param name="option">An option after it; empty for none.</param>
    public static string Hint(string command, string experiment, string option = "") =>
        $"'{Typed} {command} {Quote(experiment)}{(option.Length == 0 ? "" : " " + option)}'";

    /// <summary>The name that belongs to a place.</summary>
    /// <param name="programFolder">Folder of the command's assemblies.</param>
    /// <param name="processPath">Program that runs them: their own, one that NuGet made for a tool, or <c>dotnet</c>.</param>
    /// <param name="searchPath">Folders that a shell looks for programs in.</param>
    /// <param name="currentFolder">Folder that a relative path starts from.</param>
    internal static string Find(string programFolder, string? processPath, string? searchPath, string currentFolder)
    {
        var assembly = Path.Combine(programFolder, $"{Name}.dll");
        var program = processPath;
        switch (Path.GetFileNameWithoutExtension(processPath))
        {
            case Name:
                break;
            case "dotnet" when FindPackage(programFolder) is not null:
                return $"dotnet {Name}";
            case "dotnet" when File.Exists(assembly):
                program = Path.Combine(programFolder, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
                break;
            default:
                // A part of another program, such as a test, has no better name than the usual one.
                return Name;
        }

        return IsFoundBy(searchPath, program!) ? Name
            : File.Exists(program) ? Shorten(program, currentFolder)
            : $"dotnet {Shorten(assembly, currentFolder)}";
    }

    /// <summary>The packages that belong to a place; none where NuGet did not unpack them.</summary>
    /// <param name="programFolder">Folder of the command's assemblies.</param>
    internal static IReadOnlyList<string> FindPackages(string programFolder)
    {
        if (FindPackage(programFolder) is not { } package)
        {
            return [];
        }

        var version = Path.GetFileName(package);
        var all = Path.GetDirectoryName(Path.GetDirectoryName(package))!;
        string[] files =
        [
            .. new[] { PackageId, Path.GetFileName(Path.GetDirectoryName(package))! }
                .Select(id => Path.Combine(all, id, version, $"{id}.{version}.nupkg")),
        ];
        return files.All(File.Exists) ? files : [];
    }

    /// <summary>NuGet unpacks a tool to <c>ID.PLATFORM/VERSION/tools/FRAMEWORK/any</c>, for all users alike.</summary>
    private static string? FindPackage(string programFolder)
    {
        var tools = Path.GetDirectoryName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(programFolder)));
        var package = Path.GetFileName(tools) == "tools" ? Path.GetDirectoryName(tools) : null;
        var id = Path.GetFileName(Path.GetDirectoryName(package));
        return id is not null && id.StartsWith($"{PackageId}.", StringComparison.OrdinalIgnoreCase) ? package : null;
    }

    private static bool IsFoundBy(string? searchPath, string program)
    {
        var found = (searchPath ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, Path.GetFileName(program)))
            .FirstOrDefault(File.Exists);
        return found is not null
            && (File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(found)) == Path.GetFullPath(program);
    }

    private static string Shorten(string path, string currentFolder)
    {
        var relative = Path.GetRelativePath(currentFolder, path);
        var shown = relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path
            : Path.GetDirectoryName(relative) is { Length: > 0 } ? relative
            : Path.Combine(".", relative);
        return Quote(shown);
    }
}
