using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.FileStores;

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
    internal static Task WriteAsync(string root, string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken) =>
        StoreFile.WriteAsync(Path.Combine(root, path), content, Path.GetDirectoryName(root) ?? root, progress, cancellationToken);

    internal static Stream Open(string root, string path)
    {
        string file = Path.Combine(root, path);
        return File.Exists(file)
            ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, useAsync: true)
            : throw new MlflowException($"{root}: artifact '{path}' does not exist. List the folder to see what there is.")
            {
                ErrorCode = MlflowErrorCodes.ResourceDoesNotExist,
                Endpoint = file,
            };
    }

    private static bool IsTemporary(string name) => name.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal);
}
