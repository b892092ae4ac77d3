using System.Net;
using System.Security.Cryptography;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

internal sealed partial class RestStore
{
    private const int ClashAttempts = 6;

    public Task<Run> CreateRunAsync(NewRun run, CancellationToken cancellationToken = default)
    {
        Requests.Validate(run);
        string key = run.ClientKey ?? Guid.NewGuid().ToString("N");
        Dictionary<string, string> tags = new(run.Tags, StringComparer.Ordinal) { [MlflowTags.ClientKey] = key };
        long start = run.StartTime?.ToUnixTimeMilliseconds() ?? Options.NowMs();
        string? name = run.Name ?? run.Tags.LastOrDefault(tag => tag.Key == MlflowTags.RunName).Value;
        return _transport.RetryAsync(
            async (attempt, token) =>
            {
                if (attempt > 0 && await this.FindRunByClientKeyAsync(run.ExperimentId, key, token).ConfigureAwait(false) is { } found)
                {
                    return found;
                }

                IReadOnlyList<KeyValuePair<string, string>> cut = await CutTagsAsync([.. tags], token).ConfigureAwait(false);
                var body = new CreateRun(run.ExperimentId, start, run.UserId ?? Environment.UserName, name, Read.Pairs(cut));
                RunAnswer answer = await _transport.CallOnceAsync(Endpoints.CreateRun, body, runId: null, token).ConfigureAwait(false);
                return answer.Run.ToEntity();
            },
            cancellationToken);
    }

    public async Task<Run> GetRunAsync(string runId, CancellationToken cancellationToken = default)
    {
        RunAnswer answer = await _transport
            .GetAsync(Endpoints.GetRun, [("run_id", runId)], runId, cancellationToken)
            .ConfigureAwait(false);
        return answer.Run.ToEntity();
    }

    public Task UpdateRunAsync(string runId, RunUpdate update, CancellationToken cancellationToken = default)
    {
        long? end = update.EndTime?.ToUnixTimeMilliseconds();
        var body = new UpdateRun(runId, update.Status?.ToString().ToUpperInvariant(), end, update.Name);
        return _transport.CallAsync(Endpoints.UpdateRun, body, runId, cancellationToken);
    }

    public IAsyncEnumerable<Run> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string>? order = query.OrderBy.Count == 0 ? null : query.OrderBy;
        return PagesAsync<Run>(
            async (pageToken, token) =>
            {
                if (query.ExperimentIds.Count == 0)
                {
                    return ([], null);
                }

                var body = new SearchRuns(
                    query.ExperimentIds, query.Filter, Read.View(query.ViewType), query.PageSize, order, pageToken);
                SearchRunsAnswer answer = await _transport
                    .CallAsync(Endpoints.SearchRuns, body, runId: null, token)
                    .ConfigureAwait(false);
                return ((answer.Runs ?? []).Select(run => run.ToEntity()), answer.NextPageToken);
            },
            cancellationToken);
    }

    public Task DeleteRunAsync(string runId, CancellationToken cancellationToken = default) =>
        _transport.CallAsync(Endpoints.DeleteRun, new RunReference(runId), runId, cancellationToken);

    public Task RestoreRunAsync(string runId, CancellationToken cancellationToken = default) =>
        _transport.CallAsync(Endpoints.RestoreRun, new RunReference(runId), runId, cancellationToken);

    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return _transport.RetryAsync(
            async (attempt, token) =>
            {
                try
                {
                    await _transport
                        .CallOnceAsync(Endpoints.DeleteTag, new DeleteTag(runId, key), runId, token)
                        .ConfigureAwait(false);
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
        var body = new LogInputs(runId, [.. inputs.Select(ToBody)]);
        return _transport.RetryAsync((_, token) => LogInputsOnceAsync(runId, body, token), cancellationToken);
    }

    // Runs of a new experiment that start together create the same data set; all but one then get the database's uniqueness error from
    // MLflow 3, which answers 400 and would succeed at once.
    private async Task<Nothing> LogInputsOnceAsync(string runId, LogInputs body, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await _transport.CallOnceAsync(Endpoints.LogInputs, body, runId, cancellationToken).ConfigureAwait(false);
            }
            catch (MlflowException exception) when (attempt < ClashAttempts && IsClash(exception))
            {
                int pauseMs = RandomNumberGenerator.GetInt32(20, 100) * attempt;
                await Task.Delay(pauseMs, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsClash(MlflowException exception) =>
        exception.StatusCode == HttpStatusCode.BadRequest && exception.Message.Contains("IntegrityError", StringComparison.Ordinal);

    private static DatasetInputBody ToBody(DatasetInput input)
    {
        Dataset dataset = input.Dataset;
        var body = new DatasetBody(
            dataset.Name, dataset.Digest, dataset.SourceType, dataset.Source, dataset.Schema, dataset.Profile);
        return new DatasetInputBody(Read.Pairs(input.Tags), body);
    }

    // Servers silently cut longer ones, at a length that depends on their version.
    private async Task<IReadOnlyList<KeyValuePair<string, string>>> CutTagsAsync(
        IReadOnlyList<KeyValuePair<string, string>> tags, CancellationToken cancellationToken)
    {
        if (tags.All(tag => tag.Value.Length <= MlflowLimits.TagLength))
        {
            return tags;
        }

        bool isVersion3 = await IsVersion3Async(cancellationToken).ConfigureAwait(false);
        int limit = isVersion3 ? MlflowLimits.TagLengthVersion3 : MlflowLimits.TagLength;
        return [.. tags.Select(tag => new KeyValuePair<string, string>(tag.Key, Requests.Cut(tag.Value, limit)))];
    }
}
