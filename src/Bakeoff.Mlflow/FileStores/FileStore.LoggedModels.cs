using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.FileStores;

// A folder of logged models makes MLflow 2 fail when it lists an experiment's data sets, and this store is for both majors.
internal sealed partial class FileStore
{
    public Task<bool> SupportsLoggedModelsAsync(CancellationToken cancellationToken = default) => Task.FromResult(false);

    public Task<LoggedModel> CreateLoggedModelAsync(NewLoggedModel model, CancellationToken cancellationToken = default) => Task.FromException<LoggedModel>(NoLoggedModels());

    public Task<LoggedModel> GetLoggedModelAsync(string modelId, CancellationToken cancellationToken = default) => Task.FromException<LoggedModel>(NoLoggedModels());

    public Task WriteLoggedModelFileAsync(LoggedModel model, string path, Stream content, CancellationToken cancellationToken = default) => Task.FromException(NoLoggedModels());

    public Task FinishLoggedModelAsync(string modelId, bool isReady, CancellationToken cancellationToken = default) => Task.FromException(NoLoggedModels());

    public Task LogModelOutputAsync(string runId, string modelId, long step, CancellationToken cancellationToken = default) => Task.FromException(NoLoggedModels());

    private MlflowException NoLoggedModels() =>
        new($"{Root}: logged models are not kept in file stores, because MLflow 2 could not open them. Log the model folder as artifacts of the run, or use a server of MLflow 3.")
        {
            ErrorCode = MlflowErrorCodes.NotImplemented,
            Endpoint = Root,
        };
}
