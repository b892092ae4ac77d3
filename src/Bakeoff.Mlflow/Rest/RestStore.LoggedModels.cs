using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Files;

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
        var body = new CreateLoggedModel(
            model.ExperimentId,
            model.Name,
            model.ModelType,
            model.SourceRunId,
            Read.Pairs(model.Parameters),
            Read.Pairs([.. model.Tags, new(MlflowTags.ClientKey, key)]));
        return ExplainMissingAsync(_transport.RetryAsync(
            async (attempt, token) =>
            {
                if (attempt > 0 && await FindLoggedModelAsync(model.ExperimentId, key, token).ConfigureAwait(false) is { } found)
                {
                    return found;
                }

                LoggedModelAnswer answer = await _transport
                    .CallOnceAsync(Endpoints.CreateLoggedModel, body, model.SourceRunId, token)
                    .ConfigureAwait(false);
                return answer.Model.ToEntity();
            },
            cancellationToken));
    }

    public async Task<LoggedModel> GetLoggedModelAsync(string modelId, CancellationToken cancellationToken = default)
    {
        LoggedModelAnswer answer = await ExplainMissingAsync(
            _transport.GetAsync(Endpoints.GetLoggedModel(modelId), [], runId: null, cancellationToken)).ConfigureAwait(false);
        return answer.Model.ToEntity();
    }

    public IAsyncEnumerable<LoggedModel> SearchLoggedModelsAsync(LoggedModelQuery query, CancellationToken cancellationToken = default)
    {
        LoggedModelOrder[]? order = query.OrderBy.Count == 0 ? null : [.. query.OrderBy.Select(ParseOrder)];
        return PagesAsync(
            async (pageToken, token) =>
            {
                var body = new SearchLoggedModels(query.ExperimentIds, query.Filter, query.PageSize, order, pageToken);
                SearchLoggedModelsAnswer answer = await ExplainMissingAsync(
                    _transport.CallAsync(Endpoints.SearchLoggedModels, body, runId: null, token)).ConfigureAwait(false);
                return ((answer.Models ?? []).Select(m => m.ToEntity()), answer.NextPageToken);
            },
            cancellationToken);
    }

    public Task DeleteLoggedModelAsync(string modelId, CancellationToken cancellationToken = default) =>
        ExplainMissingAsync(_transport.CallAsync(
            Endpoints.DeleteLoggedModel(modelId), new LoggedModelReference(modelId), runId: null, cancellationToken));

    public Task SetLoggedModelTagsAsync(
        string modelId, IReadOnlyList<KeyValuePair<string, string>> tags, CancellationToken cancellationToken = default)
    {
        Requests.Validate("tag", tags);
        var body = new SetLoggedModelTags(modelId, Read.Pairs(tags));
        return ExplainMissingAsync(_transport.CallAsync(Endpoints.SetLoggedModelTags(modelId), body, runId: null, cancellationToken));
    }

    public Task DeleteLoggedModelTagAsync(string modelId, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        var body = new LoggedModelTagReference(modelId, key);
        return ExplainMissingAsync(
            _transport.CallAsync(Endpoints.DeleteLoggedModelTag(modelId, key), body, runId: null, cancellationToken));
    }

    public Task<IReadOnlyList<ArtifactEntry>> ListLoggedModelFilesAsync(
        string modelId, string? folder = null, CancellationToken cancellationToken = default)
    {
        string? path = string.IsNullOrEmpty(folder) ? null : Requests.ValidArtifactPath(folder);
        return ExplainMissingAsync(
            ListAsync(Endpoints.ListLoggedModelFiles(modelId), [("artifact_directory_path", path)], runId: null, cancellationToken));
    }

    public async Task<Stream> OpenLoggedModelFileAsync(LoggedModel model, string path, CancellationToken cancellationToken = default)
    {
        string valid = Requests.ValidArtifactPath(path);
        if (LocalRoot(model.ArtifactUri) is { } root)
        {
            return LocalArtifacts.Open(root, valid);
        }

        string url = ProxyUrl(model.ArtifactUri) is { } proxy
            ? proxy + EscapePath(valid)
            : $"{TrackingUri}/ajax-api/2.0/mlflow/logged-models/{Uri.EscapeDataString(model.ModelId)}/artifacts/files"
                + RestTransport.QueryString([("artifact_file_path", valid)]);
        return await _transport.OpenAsync(url, "artifacts", model.SourceRunId, cancellationToken).ConfigureAwait(false);
    }

    public Task WriteLoggedModelFileAsync(LoggedModel model, string path, Stream content, CancellationToken cancellationToken = default)
    {
        var target = new ArtifactTarget(model.ArtifactUri, Requests.ValidArtifactPath(path)) { ModelId = model.ModelId };
        return WriteToAsync(target, content, progress: null, cancellationToken);
    }

    public Task FinishLoggedModelAsync(string modelId, bool isReady, CancellationToken cancellationToken = default)
    {
        var body = new FinishLoggedModel(modelId, isReady ? "LOGGED_MODEL_READY" : "LOGGED_MODEL_UPLOAD_FAILED");
        return ExplainMissingAsync(_transport.CallAsync(Endpoints.FinishLoggedModel(modelId), body, runId: null, cancellationToken));
    }

    public Task LogModelOutputAsync(string runId, string modelId, long step, CancellationToken cancellationToken = default)
    {
        var body = new LogOutputs(runId, [new ModelOutputBody(modelId, step)]);
        return ExplainMissingAsync(_transport.CallAsync(Endpoints.LogOutputs, body, runId, cancellationToken));
    }

    public Task LogModelMetricsAsync(
        string runId, string modelId, IReadOnlyList<Metric> points, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<Metric> valid = Requests.Validate(new RunBatch { Metrics = points }).Metrics;
        return ExplainMissingAsync(_transport.RetryAsync(
            async (attempt, token) =>
            {
                // A model's point cannot be sent twice.
                HashSet<string> known = attempt == 0
                    ? []
                    : [.. (await GetLoggedModelAsync(modelId, token).ConfigureAwait(false)).Metrics.Select(metric => metric.Key)];
                MetricBody[] missing =
                [
                    .. valid
                        .Where(point => !known.Contains(point.Key))
                        .Select(point => new MetricBody(point.Key, point.Value, point.TimestampMs, point.Step, modelId)),
                ];
                return await _transport.CallOnceAsync(Endpoints.LogBatch, new LogBatch(runId, missing, [], []), runId, token)
                    .ConfigureAwait(false);
            },
            cancellationToken));
    }

    private async Task<LoggedModel?> FindLoggedModelAsync(string experimentId, string key, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<LoggedModel> all = SearchLoggedModelsAsync(
            new LoggedModelQuery { ExperimentIds = [experimentId] }, cancellationToken);
        await foreach (LoggedModel model in all.ConfigureAwait(false))
        {
            if (model.Tags.GetValueOrDefault(MlflowTags.ClientKey) == key)
            {
                return model;
            }
        }

        return null;
    }

    private static LoggedModelOrder ParseOrder(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isDescending = words.Length > 1 && words[^1].Equals("DESC", StringComparison.OrdinalIgnoreCase);
        bool isNamed = isDescending || (words.Length > 1 && words[^1].Equals("ASC", StringComparison.OrdinalIgnoreCase));
        return new LoggedModelOrder(string.Join(' ', isNamed ? words[..^1] : words), !isDescending);
    }

    // MLflow 2 answers 404 in HTML, because it has no such calls.
    private async Task<T> ExplainMissingAsync<T>(Task<T> call)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.EndpointNotFound)
        {
            throw NeedsVersion3("logged models are not available", exception);
        }
    }
}
