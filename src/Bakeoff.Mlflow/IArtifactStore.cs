using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow;

/// <summary>Files that belong to runs. Paths are relative to the run's artifact root and use <c>/</c>.</summary>
public interface IArtifactStore
{
    /// <summary>Lists the files and folders directly below a folder.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="folder">Folder; null for the root.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Entries ordered by path; none if the folder does not exist.</returns>
    Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(
        string runId, string? folder = null, CancellationToken cancellationToken = default);

    /// <summary>Writes a file, replacing one of the same path. Readers see the old or the new file, never a part of it.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="content">Bytes from the current position to the end. Seekable streams are sent without a copy.</param>
    /// <param name="progress">Receives the number of bytes sent so far; may be null.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task WriteArtifactAsync(
        string runId, string path, Stream content, IProgress<long>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Opens a file for reading.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">There is none: <see cref="MlflowErrorCodes.ResourceDoesNotExist"/>.</exception>
    Task<Stream> OpenArtifactAsync(string runId, string path, CancellationToken cancellationToken = default);
}
