using System.Globalization;
using System.Text;
using Bakeoff.Options.Files;

namespace Bakeoff.Build;

/// <summary>
/// The files that a build's targets read, in a folder below <c>obj/</c>: models, the class, and lists by which they see what changed.
/// </summary>
/// <remarks>
/// Each file is written whole or not at all, and only when it differs. The list of models, without which the targets take nothing from
/// here, is removed first and written last.
/// </remarks>
/// <param name="folder">Folder of the request.</param>
internal sealed class BuildFiles(string folder)
{
    private const string ListName = "models.txt";

    private readonly HashSet<string> _models = new(StringComparer.Ordinal);

    /// <summary>Begins: from here on until <see cref="Finish"/> there are no models.</summary>
    public void Begin() => File.Delete(Path.Combine(folder, ListName));

    /// <summary>Copies a model.</summary>
    /// <param name="source">Its folder in the store.</param>
    /// <param name="name">Its folder here.</param>
    public void CopyModel(string source, string name)
    {
        foreach (var path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = $"{name}/{Path.GetRelativePath(source, path).Replace('\\', '/')}";
            _models.Add(relative);
            Write(Path.Combine("models", relative), File.ReadAllBytes(path));
        }
    }

    /// <summary>Writes the C# file.</summary>
    public void WriteClasses(string text) => Write("Models.g.cs", Encoding.UTF8.GetBytes(text));

    /// <summary>Ends: removes models that are no longer asked for, and writes the lists.</summary>
    /// <param name="recordings">Files that models were trained on, and folders of such files.</param>
    /// <param name="asOf">
    /// Time at which the experiments were read: what changes later is seen by the next build. Null if the next build has to look anyway.
    /// </param>
    public void Finish(IEnumerable<string> recordings, DateTime? asOf)
    {
        var models = Directory.CreateDirectory(Path.Combine(folder, "models")).FullName;
        foreach (var path in Directory.GetFiles(models, "*", SearchOption.AllDirectories))
        {
            if (!_models.Contains(Path.GetRelativePath(models, path).Replace('\\', '/')))
            {
                File.Delete(path);
            }
        }

        var files = new SortedSet<string>(StringComparer.Ordinal);
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in recordings)
        {
            if (Directory.Exists(path))
            {
                folders.UnionWith(Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories).Append(path));
                files.UnionWith(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories));
            }
            else
            {
                files.Add(path);
            }
        }

        WriteLines("recordings.txt", files);
        WriteLines("folders.txt", folders);

        // The same text that the targets write: equal times leave the file as it is.
        var times = folders.Select(static path => Directory.GetLastWriteTime(path).Ticks.ToString(CultureInfo.InvariantCulture));
        var changed = asOf ?? DateTime.UnixEpoch;
        File.SetLastWriteTimeUtc(WriteLines("folder-times.txt", times), changed);
        File.SetLastWriteTimeUtc(WriteLines(ListName, _models.Order(StringComparer.Ordinal)), changed);
    }

    private string WriteLines(string name, IEnumerable<string> lines) =>
        Write(name, Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line + Environment.NewLine))));

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            AtomicFile.Write(path, content);
        }

        return path;
    }
}
