using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

internal sealed partial class RestStore
{
    public Task<bool> SupportsLoggedModelsAsync(CancellationToken cancellationToken = default) => IsVersion3Async(cancellationToken);

    public Task<LoggedModel> CreateLoggedModelAsync(NewLoggedModel model, CancellationToken cancellationToken = default)
    {
        Requests.ValidateLoggedModelName(model.Name);
        Requests.Validate("parameter", model.Parameters);
        Requests.Validate("tag", model.Tags);
        string key = Guid.NewGuid().ToString("N");
        var body = new CreateLoggedModel(model.ExperimentId, model.Name, model.ModelType, model.SourceRunId, Read.Pairs(model.Parameters), Read.Pairs([.. model.Tags, new(MlflowTags.ClientKey, key)]));
        return _transport.RetryAsync(
            async (attempt, token) =>
            {
                if (attempt > 0 && await FindLoggedModelAsync(model.ExperimentId, key, token) is { } found)
                {
                    return found;
                }

                LoggedModelAnswer answer = await _transport.CallOnceAsync(
                    HttpMethod.Post, "logged-models", body, RestJson.Default.CreateLoggedModel, RestJson.Default.LoggedModelAnswer, model.SourceRunId, token);
                return answer.Model.ToEntity();
            },
            cancellationToken);
    }

    public async Task<LoggedModel> GetLoggedModelAsync(string modelId, CancellationToken cancellationToken = default)
    {
        LoggedModelAnswer answer = await _transport.GetAsync($"logged-models/{Uri.EscapeDataString(modelId)}", [], RestJson.Default.LoggedModelAnswer, runId: null, cancellationToken);
        return answer.Model.ToEntity();
    }

    public Task WriteLoggedModelFileAsync(LoggedModel model, string path, Stream content, CancellationToken cancellationToken = default) =>
        WriteToAsync(model.ArtifactUri, runId: null, Requests.ValidArtifactPath(path), content, progress: null, cancellationToken);

    public Task FinishLoggedModelAsync(string modelId, bool isReady, CancellationToken cancellationToken = default)
    {
        var body = new FinishLoggedModel(modelId, isReady ? "LOGGED_MODEL_READY" : "LOGGED_MODEL_UPLOAD_FAILED");
        return _transport.CallAsync(
            HttpMethod.Patch, $"logged-models/{Uri.EscapeDataString(modelId)}", body, RestJson.Default.FinishLoggedModel, RestJson.Default.Nothing, runId: null, cancellationToken);
    }

    public Task LogModelOutputAsync(string runId, string modelId, long step, CancellationToken cancellationToken = default) =>
        _transport.CallAsync(
            HttpMethod.Post, "runs/outputs", new LogOutputs(runId, [new ModelOutput(modelId, step)]), RestJson.Default.LogOutputs, RestJson.Default.Nothing, runId, cancellationToken);

    private async Task<LoggedModel?> FindLoggedModelAsync(string experimentId, string key, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<LoggedModel> all = PagesAsync(
            async (pageToken, token) =>
            {
                SearchLoggedModelsAnswer answer = await _transport.CallAsync(
                    HttpMethod.Post, "logged-models/search", new SearchLoggedModels([experimentId], pageToken), RestJson.Default.SearchLoggedModels, RestJson.Default.SearchLoggedModelsAnswer, runId: null, token);
                return ((answer.Models ?? []).Select(m => m.ToEntity()), answer.NextPageToken);
            },
            cancellationToken);
        await foreach (LoggedModel model in all)
        {
            if (model.Tags.GetValueOrDefault(MlflowTags.ClientKey) == key)
            {
                return model;
            }
        }

        return null;
    }
}
