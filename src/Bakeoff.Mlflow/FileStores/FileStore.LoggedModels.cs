using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.FileStores;

// With a folder of logged models MLflow 2 fails to list an experiment's data sets, and this store is for both majors.
internal sealed partial class FileStore
{
    public Task<bool> SupportsLoggedModelsAsync(CancellationToken cancellationToken = default) => Task.FromResult(false);

    public Task<LoggedModel> CreateLoggedModelAsync(NewLoggedModel model, CancellationToken cancellationToken = default) =>
        Task.FromException<LoggedModel>(NoLoggedModels());

    public Task<LoggedModel> GetLoggedModelAsync(string modelId, CancellationToken cancellationToken = default) =>
        Task.FromException<LoggedModel>(NoLoggedModels());

    public IAsyncEnumerable<LoggedModel> SearchLoggedModelsAsync(LoggedModelQuery query, CancellationToken cancellationToken = default) =>
        StreamAsync<LoggedModel>(() => throw NoLoggedModels(), cancellationToken);

    public Task DeleteLoggedModelAsync(string modelId, CancellationToken cancellationToken = default) =>
        Task.FromException(NoLoggedModels());

    public Task SetLoggedModelTagsAsync(
        string modelId, IReadOnlyList<KeyValuePair<string, string>> tags, CancellationToken cancellationToken = default) =>
        Task.FromException(NoLoggedModels());

    public Task DeleteLoggedModelTagAsync(string modelId, string key, CancellationToken cancellationToken = default) =>
        Task.FromException(NoLoggedModels());

    public Task<IReadOnlyList<ArtifactEntry>> ListLoggedModelFilesAsync(
        string modelId, string? folder = null, CancellationToken cancellationToken = default) =>
        Task.FromException<IReadOnlyList<ArtifactEntry>>(NoLoggedModels());

    public Task<Stream> OpenLoggedModelFileAsync(LoggedModel model, string path, CancellationToken cancellationToken = default) =>
        Task.FromException<Stream>(NoLoggedModels());

    public Task WriteLoggedModelFileAsync(LoggedModel model, string path, Stream content, CancellationToken cancellationToken = default) =>
        Task.FromException(NoLoggedModels());

    public Task FinishLoggedModelAsync(string modelId, bool isReady, CancellationToken cancellationToken = default) =>
        Task.FromException(NoLoggedModels());

    public Task LogModelOutputAsync(string runId, string modelId, long step, CancellationToken cancellationToken = default) =>
        Task.FromException(NoLoggedModels());

    public Task LogModelMetricsAsync(
        string runId, string modelId, IReadOnlyList<Metric> points, CancellationToken cancellationToken = default) =>
        Task.FromException(NoLoggedModels());

    private MlflowException NoLoggedModels() => new("logged models are not kept in file stores, because MLflow 2 could not open them")
    {
        Where = Root,
        NextStep = "Log the model folder as artifacts of the run, or use a server of MLflow 3.",
        ErrorCode = MlflowErrorCodes.NotImplemented,
        Endpoint = Root,
    };
}
