using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.FileStores;

internal sealed partial class FileStore
{
    public Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(string runId, string? folder = null, CancellationToken cancellationToken = default)
    {
        string[] path = folder is null or "" ? [] : [Requests.ValidArtifactPath(folder)];
        return OnPool(() => LocalArtifacts.List(ArtifactRoot(runId), path.FirstOrDefault()), cancellationToken);
    }

    public async Task WriteArtifactAsync(string runId, string path, Stream content, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        string valid = Requests.ValidArtifactPath(path);
        string root = await OnPool(() => ArtifactRoot(runId), cancellationToken);
        await LocalArtifacts.WriteAsync(root, valid, content, progress, cancellationToken);
    }

    public async Task<Stream> OpenArtifactAsync(string runId, string path, CancellationToken cancellationToken = default)
    {
        string valid = Requests.ValidArtifactPath(path);
        return LocalArtifacts.Open(await OnPool(() => ArtifactRoot(runId), cancellationToken), valid);
    }

    // An artifact place that went away with the folder's old path is looked for at its usual place inside the store.
    private string ArtifactRoot(string runId)
    {
        string folder = RunFolder(runId);
        string inside = Path.Combine(folder, "artifacts");
        string uri = MetaReader.Read(Path.Combine(folder, MetaFile)).Text("artifact_uri") ?? "";
        string? path = ArtifactUris.ToPath(uri);
        return path is null || !Directory.Exists(path) && !Directory.Exists(Path.GetDirectoryName(path)) ? inside : path;
    }
}
