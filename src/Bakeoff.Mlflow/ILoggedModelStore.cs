using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow;

/// <summary>
/// Logged models of MLflow 3. MLflow 2 and this client's file stores, which MLflow 2 opens too, have none: there
/// <see cref="SupportsLoggedModelsAsync"/> is false and the other calls throw with <see cref="MlflowErrorCodes.NotImplemented"/>.
/// </summary>
public interface ILoggedModelStore
{
    /// <summary>Asks for support of logged models.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>True if the store has logged models.</returns>
    Task<bool> SupportsLoggedModelsAsync(CancellationToken cancellationToken = default);

    /// <summary>Creates a logged model without files. Safe to repeat within the call.</summary>
    /// <param name="model">Experiment, name and more.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task<LoggedModel> CreateLoggedModelAsync(NewLoggedModel model, CancellationToken cancellationToken = default);

    /// <summary>Reads a logged model.</summary>
    /// <param name="modelId"><c>m-</c> and 32 hexadecimal digits.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">There is none: <see cref="MlflowErrorCodes.ResourceDoesNotExist"/>.</exception>
    Task<LoggedModel> GetLoggedModelAsync(string modelId, CancellationToken cancellationToken = default);

    /// <summary>Lists logged models, page after page as they are read.</summary>
    /// <param name="query">Experiments, filter, order and page size.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    IAsyncEnumerable<LoggedModel> SearchLoggedModelsAsync(LoggedModelQuery query, CancellationToken cancellationToken = default);

    /// <summary>Deletes a logged model.</summary>
    /// <param name="modelId"><c>m-</c> and 32 hexadecimal digits.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task DeleteLoggedModelAsync(string modelId, CancellationToken cancellationToken = default);

    /// <summary>Sets tags of a logged model.</summary>
    /// <param name="modelId"><c>m-</c> and 32 hexadecimal digits.</param>
    /// <param name="tags">Tags; later values replace earlier ones.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task SetLoggedModelTagsAsync(
        string modelId, IReadOnlyList<KeyValuePair<string, string>> tags, CancellationToken cancellationToken = default);

    /// <summary>Removes a tag of a logged model.</summary>
    /// <param name="modelId"><c>m-</c> and 32 hexadecimal digits.</param>
    /// <param name="key">Key of the tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task DeleteLoggedModelTagAsync(string modelId, string key, CancellationToken cancellationToken = default);

    /// <summary>Lists the files and folders directly below a folder of a logged model.</summary>
    /// <param name="modelId"><c>m-</c> and 32 hexadecimal digits.</param>
    /// <param name="folder">Folder; null for the root.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Entries ordered by path; none if the folder does not exist.</returns>
    Task<IReadOnlyList<ArtifactEntry>> ListLoggedModelFilesAsync(
        string modelId, string? folder = null, CancellationToken cancellationToken = default);

    /// <summary>Opens one of a logged model's files for reading.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Path below the model's root.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task<Stream> OpenLoggedModelFileAsync(LoggedModel model, string path, CancellationToken cancellationToken = default);

    /// <summary>Writes one of a logged model's files.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Path below the model's root.</param>
    /// <param name="content">Bytes from the current position to the end.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task WriteLoggedModelFileAsync(LoggedModel model, string path, Stream content, CancellationToken cancellationToken = default);

    /// <summary>Marks a logged model's files as complete, or as failed.</summary>
    /// <param name="modelId"><c>m-</c> and 32 hexadecimal digits.</param>
    /// <param name="isReady">True when complete.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task FinishLoggedModelAsync(string modelId, bool isReady, CancellationToken cancellationToken = default);

    /// <summary>Records that a run produced a logged model.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="modelId"><c>m-</c> and 32 hexadecimal digits.</param>
    /// <param name="step">Step of the run at which the model was produced.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task LogModelOutputAsync(string runId, string modelId, long step, CancellationToken cancellationToken = default);

    /// <summary>Records points of a run as a logged model's, which MLflow's list of models shows. The run keeps each point once.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="modelId"><c>m-</c> and 32 hexadecimal digits.</param>
    /// <param name="points">Points, at most <see cref="MlflowLimits.BatchMetrics"/>.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task LogModelMetricsAsync(
        string runId, string modelId, IReadOnlyList<Metric> points, CancellationToken cancellationToken = default);
}
