using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

internal sealed partial class RestStore
{
    public Task<Run> CreateRunAsync(NewRun run, CancellationToken cancellationToken = default)
    {
        Requests.Validate(run);
        string key = run.ClientKey ?? Guid.NewGuid().ToString("N");
        Dictionary<string, string> tags = new(run.Tags, StringComparer.Ordinal) { [MlflowTags.ClientKey] = key };
        long start = (run.StartTime ?? Options.TimeProvider.GetUtcNow()).ToUnixTimeMilliseconds();
        string? name = run.Name ?? run.Tags.LastOrDefault(tag => tag.Key == MlflowTags.RunName).Value;
        return _transport.RetryAsync(
            async (attempt, token) =>
            {
                if (attempt > 0 && await this.FindRunByClientKeyAsync(run.ExperimentId, key, token) is { } found)
                {
                    return found;
                }

                var body = new CreateRun(run.ExperimentId, start, run.UserId ?? Environment.UserName, name, Read.Pairs(await CutTagsAsync([.. tags], token)));
                RunAnswer answer = await _transport.CallOnceAsync(HttpMethod.Post, "runs/create", body, RestJson.Default.CreateRun, RestJson.Default.RunAnswer, runId: null, token);
                return answer.Run.ToEntity();
            },
            cancellationToken);
    }

    public async Task<Run> GetRunAsync(string runId, CancellationToken cancellationToken = default)
    {
        RunAnswer answer = await _transport.GetAsync("runs/get", [("run_id", runId)], RestJson.Default.RunAnswer, runId, cancellationToken);
        return answer.Run.ToEntity();
    }

    public Task UpdateRunAsync(string runId, RunUpdate update, CancellationToken cancellationToken = default)
    {
        var body = new UpdateRun(runId, update.Status?.ToString().ToUpperInvariant(), update.EndTime?.ToUnixTimeMilliseconds(), update.Name);
        return _transport.CallAsync(HttpMethod.Post, "runs/update", body, RestJson.Default.UpdateRun, RestJson.Default.Nothing, runId, cancellationToken);
    }

    public IAsyncEnumerable<Run> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default) =>
        PagesAsync<Run>(
            async (pageToken, token) =>
            {
                if (query.ExperimentIds.Count == 0)
                {
                    return ([], null);
                }

                var body = new SearchRuns(query.ExperimentIds, query.Filter, Read.View(query.ViewType), query.PageSize, query.OrderBy.Count == 0 ? null : query.OrderBy, pageToken);
                SearchRunsAnswer answer = await _transport.CallAsync(
                    HttpMethod.Post, "runs/search", body, RestJson.Default.SearchRuns, RestJson.Default.SearchRunsAnswer, runId: null, token);
                return ((answer.Runs ?? []).Select(run => run.ToEntity()), answer.NextPageToken);
            },
            cancellationToken);

    public Task DeleteRunAsync(string runId, CancellationToken cancellationToken = default) =>
        _transport.CallAsync(HttpMethod.Post, "runs/delete", new RunReference(runId), RestJson.Default.RunReference, RestJson.Default.Nothing, runId, cancellationToken);

    public Task RestoreRunAsync(string runId, CancellationToken cancellationToken = default) =>
        _transport.CallAsync(HttpMethod.Post, "runs/restore", new RunReference(runId), RestJson.Default.RunReference, RestJson.Default.Nothing, runId, cancellationToken);

    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return _transport.RetryAsync(
            async (attempt, token) =>
            {
                try
                {
                    await _transport.CallOnceAsync(HttpMethod.Post, "runs/delete-tag", new DeleteTag(runId, key), RestJson.Default.DeleteTag, RestJson.Default.Nothing, runId, token);
                }
                catch (MlflowException exception) when (attempt > 0 && IsMissing(exception))
                {
                    // The earlier attempt removed it.
                }

                return true;
            },
            cancellationToken);
    }

    public Task LogInputsAsync(string runId, IReadOnlyList<DatasetInput> inputs, CancellationToken cancellationToken = default)
    {
        Requests.Validate(inputs);
        var body = new LogInputs(runId, [.. inputs.Select(Write)]);
        return _transport.CallAsync(HttpMethod.Post, "runs/log-inputs", body, RestJson.Default.LogInputs, RestJson.Default.Nothing, runId, cancellationToken);
    }

    private static DatasetInputBody Write(DatasetInput input)
    {
        Dataset dataset = input.Dataset;
        return new(Read.Pairs(input.Tags), new DatasetBody(dataset.Name, dataset.Digest, dataset.SourceType, dataset.Source, dataset.Schema, dataset.Profile));
    }

    // Servers cut longer ones without a word, at a length that depends on their version.
    private async Task<IReadOnlyList<KeyValuePair<string, string>>> CutTagsAsync(IReadOnlyList<KeyValuePair<string, string>> tags, CancellationToken cancellationToken)
    {
        if (tags.All(tag => tag.Value.Length <= MlflowLimits.TagLength))
        {
            return tags;
        }

        int limit = await IsVersion3Async(cancellationToken) ? MlflowLimits.TagLengthVersion3 : MlflowLimits.TagLength;
        return [.. tags.Select(tag => new KeyValuePair<string, string>(tag.Key, Requests.Cut(tag.Value, limit)))];
    }
}
