using System.IO.Enumeration;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>The files below a folder, links followed, and what could not be reached.</summary>
/// <param name="Files">
/// Paths relative to the folder, with forward slashes, in ordinal order; hidden files and folders are left out.
/// </param>
/// <param name="Unreachable">Folders and links that lead to no file, in ordinal order of paths.</param>
internal sealed record FolderTree(IReadOnlyList<string> Files, IReadOnlyList<UnreachableItem> Unreachable)
{
    private const int MostLinksOnAPath = 8;

    /// <summary>Lists a folder.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <exception cref="DatasetException">The folder itself cannot be read.</exception>
    public static FolderTree Read(string folder)
    {
        var reader = new Reader();
        reader.Visit("", [RealPath(Path.GetFullPath(folder))], links: 0);
        if (reader.Unreachable is [{ Path: "", Reason: UnreachableReason.NoPermission }])
        {
            throw new DatasetException(
                DatasetProblem.Access,
                new ErrorDetails("folder cannot be read: permission is denied")
                {
                    Where = folder,
                    NextStep = "Make it readable for this user.",
                });
        }

        reader.Files.Sort(StringComparer.Ordinal);
        return new FolderTree(reader.Files, [.. reader.Unreachable.OrderBy(static item => item.Path, StringComparer.Ordinal)]);
    }

    /// <summary>Fails where something could not be reached: a copy would hide it.</summary>
    /// <param name="folder">The folder, for the message.</param>
    /// <exception cref="DatasetException">A folder or link leads to no file.</exception>
    public void RequireAll(string folder)
    {
        if (Unreachable.FirstOrDefault(static item => item.Reason != UnreachableReason.LinkLoop) is { } item)
        {
            throw new DatasetException(
                DatasetProblem.Access,
                new ErrorDetails($"{item.Describe()}, and recordings that are copied are copied as a whole")
                {
                    Where = Path.Combine(folder, item.Path),
                    NextStep = "Make it readable, or remove it.",
                });
        }
    }

    // Links in the middle of a path are resolved too, so that one folder has one name and loops are noticed.
    private static string RealPath(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(Path.Combine(real, part));
            real = next.ResolveLinkTarget(returnFinalTarget: true) is { } target ? RealPath(target.FullName) : next.FullName;
        }

        return real;
    }

    private sealed class Reader
    {
        private static readonly EnumerationOptions OneLevel = new() { IgnoreInaccessible = false };

        public List<string> Files { get; } = [];

        public List<UnreachableItem> Unreachable { get; } = [];

        /// <summary>Lists one folder and those below it.</summary>
        /// <param name="path">Its path below the first folder, by which its files are named.</param>
        /// <param name="real">Real paths of the folder, last, and of all above it up to the first.</param>
        /// <param name="links">Links on the way.</param>
        public void Visit(string path, IReadOnlyList<string> real, int links)
        {
            foreach (var entry in List(path, real[^1]))
            {
                var name = path.Length == 0 ? entry.Name : $"{path}/{entry.Name}";
                var full = Path.Combine(real[^1], entry.Name);
                if (entry.Name.Contains('\uFFFD', StringComparison.Ordinal) && !Path.Exists(full))
                {
                    Unreachable.Add(new UnreachableItem(name, UnreachableReason.NameNotUtf8));
                }
                else if (entry.IsLink && Target(full) is var target && target != full)
                {
                    Follow(name, target, real, links + 1);
                }
                else if (entry.IsFolder)
                {
                    Visit(name, [.. real, full], links);
                }
                else
                {
                    Files.Add(name);
                }
            }
        }

        private void Follow(string name, string? target, IReadOnlyList<string> real, int links)
        {
            if (File.Exists(target))
            {
                Files.Add(name);
            }
            else if (!Directory.Exists(target))
            {
                Unreachable.Add(new UnreachableItem(name, UnreachableReason.BrokenLink));
            }
            else if (links > MostLinksOnAPath || real.Contains(target, StringComparer.Ordinal))
            {
                Unreachable.Add(new UnreachableItem(name, UnreachableReason.LinkLoop));
            }
            else
            {
                Visit(name, [.. real, target], links);
            }
        }

        private IReadOnlyList<Entry> List(string path, string real)
        {
            try
            {
                return
                [
                    .. new FileSystemEnumerable<Entry>(
                        real,
                        static (ref entry) =>
                            new Entry(entry.FileName.ToString(), entry.IsDirectory, entry.Attributes.HasFlag(FileAttributes.ReparsePoint)),
                        OneLevel),
                ];
            }
            catch (UnauthorizedAccessException)
            {
                Unreachable.Add(new UnreachableItem(path, UnreachableReason.NoPermission));
                return [];
            }
        }

        // The path itself where it is no link, as for files that a cloud drive fetches when they are read; null where links make a circle.
        private static string? Target(string path)
        {
            try
            {
                return RealPath(path);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    private sealed record Entry(string Name, bool IsFolder, bool IsLink);
}

/// <summary>A folder or link that leads to no file.</summary>
/// <param name="Path">Path relative to the folder that was listed, with forward slashes.</param>
/// <param name="Reason">Reason why.</param>
internal sealed record UnreachableItem(string Path, UnreachableReason Reason)
{
    /// <summary>The reason in words.</summary>
    public string Describe() =>
        Reason switch
        {
            UnreachableReason.NoPermission => "folder cannot be read: permission is denied",
            UnreachableReason.NameNotUtf8 => "name is not UTF-8, and nothing can be opened by it; rename it",
            UnreachableReason.BrokenLink => "link leads nowhere",
            _ => "link leads back to a folder above it, or through too many others",
        };
}

/// <summary>Reasons why a folder or link leads to no file.</summary>
internal enum UnreachableReason
{
    /// <summary>The user may not read the folder.</summary>
    NoPermission,

    /// <summary>The name is in another encoding than UTF-8, as some programs unpack archives.</summary>
    NameNotUtf8,

    /// <summary>The target of the link does not exist.</summary>
    BrokenLink,

    /// <summary>The link leads back to a folder that it lies in; nothing is lost.</summary>
    LinkLoop,
}
