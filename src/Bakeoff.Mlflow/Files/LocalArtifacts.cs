using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Files;

/// <summary>Artifacts in a folder of this computer.</summary>
internal static class LocalArtifacts
{
    internal static IReadOnlyList<ArtifactEntry> List(string root, string? folder)
    {
        string place = folder is null ? root : Path.Combine(root, folder);
        if (!Directory.Exists(place))
        {
            return [];
        }

        return [.. new DirectoryInfo(place).EnumerateFileSystemInfos()
            .Where(entry => !IsTemporary(entry.Name))
            .Select(entry => new ArtifactEntry(
                Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/'),
                entry is DirectoryInfo,
                entry is FileInfo file ? file.Length : 0))
            .OrderBy(entry => entry.Path, StringComparer.Ordinal)];
    }

    // The temporary file lies beside the artifact folder: on the same volume, and no page lists it.
    internal static Task WriteAsync(
        string root, string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken) =>
        StoreFile.WriteAsync(Path.Combine(root, path), content, Path.GetDirectoryName(root) ?? root, progress, cancellationToken);

    internal static Stream Open(string root, string path)
    {
        string file = Path.Combine(root, path);
        return File.Exists(file)
            ? StoreFile.OpenRead(file)
            : throw new MlflowException($"artifact '{path}' does not exist")
            {
                Where = root,
                NextStep = "List the folder to see its files.",
                ErrorCode = MlflowErrorCodes.ResourceDoesNotExist,
                Endpoint = file,
            };
    }

    private static bool IsTemporary(string name) => name.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal);
}
