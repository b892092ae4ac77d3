using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Files;

namespace Bakeoff.Mlflow.FileStores;

internal sealed partial class FileStore
{
    public Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(
        string runId, string? folder = null, CancellationToken cancellationToken = default)
    {
        string[] path = folder is null or "" ? [] : [Requests.ValidArtifactPath(folder)];
        return OnPoolAsync(() => LocalArtifacts.List(ArtifactRoot(runId), path.FirstOrDefault()), cancellationToken);
    }

    public async Task WriteArtifactAsync(
        string runId, string path, Stream content, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        string valid = Requests.ValidArtifactPath(path);
        string root = await OnPoolAsync(() => ArtifactRoot(runId), cancellationToken).ConfigureAwait(false);
        try
        {
            await LocalArtifacts.WriteAsync(root, valid, content, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DiskErrors.IsDiskError(exception))
        {
            throw DiskErrors.Translate(exception, Path.Combine(root, valid));
        }
    }

    public async Task<Stream> OpenArtifactAsync(string runId, string path, CancellationToken cancellationToken = default)
    {
        string valid = Requests.ValidArtifactPath(path);
        string root = await OnPoolAsync(() => ArtifactRoot(runId), cancellationToken).ConfigureAwait(false);
        return LocalArtifacts.Open(root, valid);
    }

    // An artifact location that was lost when the store's folder moved is replaced by the usual one inside the store.
    private string ArtifactRoot(string runId)
    {
        string folder = RunFolder(runId);
        string inside = Path.Combine(folder, "artifacts");
        string uri = MetaReader.Read(Path.Combine(folder, MetaFile)).Text("artifact_uri") ?? "";
        string? path = ArtifactUris.ToPath(uri);
        return path is null || !Directory.Exists(path) && !Directory.Exists(Path.GetDirectoryName(path)) ? inside : path;
    }
}
