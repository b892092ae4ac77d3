using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

internal sealed partial class RestStore
{
    public async Task<Experiment?> FindExperimentAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            ExperimentAnswer answer = await _transport.GetAsync("experiments/get-by-name", [("experiment_name", name)], RestJson.Default.ExperimentAnswer, runId: null, cancellationToken);
            return answer.Experiment.ToEntity();
        }
        catch (MlflowException exception) when (IsMissing(exception))
        {
            return null;
        }
    }

    public async Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken = default)
    {
        ExperimentAnswer answer = await _transport.GetAsync("experiments/get", [("experiment_id", experimentId)], RestJson.Default.ExperimentAnswer, runId: null, cancellationToken);
        return answer.Experiment.ToEntity();
    }

    public async Task<string> CreateExperimentAsync(NewExperiment experiment, CancellationToken cancellationToken = default)
    {
        Requests.Validate(experiment);
        string key = Guid.NewGuid().ToString("N");
        var body = new CreateExperiment(experiment.Name, experiment.ArtifactLocation, Read.Pairs([.. experiment.Tags, new(MlflowTags.ClientKey, key)]));
        return await _transport.RetryAsync(
            async (attempt, token) =>
            {
                try
                {
                    CreateExperimentAnswer answer = await _transport.CallOnceAsync(
                        HttpMethod.Post, "experiments/create", body, RestJson.Default.CreateExperiment, RestJson.Default.CreateExperimentAnswer, runId: null, token);
                    return answer.ExperimentId;
                }
                catch (MlflowException exception) when (attempt > 0 && exception.ErrorCode == MlflowErrorCodes.ResourceAlreadyExists)
                {
                    // Perhaps the earlier attempt succeeded and only its answer was lost.
                    Experiment? found = await FindExperimentAsync(experiment.Name, token);
                    if (found?.Tags.GetValueOrDefault(MlflowTags.ClientKey) == key)
                    {
                        return found.ExperimentId;
                    }

                    throw;
                }
            },
            cancellationToken);
    }

    public IAsyncEnumerable<Experiment> SearchExperimentsAsync(ExperimentQuery query, CancellationToken cancellationToken = default) =>
        PagesAsync(
            async (pageToken, token) =>
            {
                var body = new SearchExperiments(query.PageSize, query.Filter, Read.View(query.ViewType), pageToken);
                SearchExperimentsAnswer answer = await _transport.CallAsync(
                    HttpMethod.Post, "experiments/search", body, RestJson.Default.SearchExperiments, RestJson.Default.SearchExperimentsAnswer, runId: null, token);
                return ((answer.Experiments ?? []).Select(e => e.ToEntity()), answer.NextPageToken);
            },
            cancellationToken);

    public Task SetExperimentTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return _transport.CallAsync(
            HttpMethod.Post, "experiments/set-experiment-tag", new SetExperimentTag(experimentId, key, value), RestJson.Default.SetExperimentTag, RestJson.Default.Nothing, runId: null, cancellationToken);
    }

    public Task RenameExperimentAsync(string experimentId, string newName, CancellationToken cancellationToken = default)
    {
        Requests.Validate(new NewExperiment { Name = newName });
        return _transport.CallAsync(
            HttpMethod.Post, "experiments/update", new UpdateExperiment(experimentId, newName), RestJson.Default.UpdateExperiment, RestJson.Default.Nothing, runId: null, cancellationToken);
    }

    public Task DeleteExperimentAsync(string experimentId, CancellationToken cancellationToken = default) => MoveExperimentAsync("experiments/delete", experimentId, LifecycleStage.Deleted, cancellationToken);

    public Task RestoreExperimentAsync(string experimentId, CancellationToken cancellationToken = default) => MoveExperimentAsync("experiments/restore", experimentId, LifecycleStage.Active, cancellationToken);

    private Task MoveExperimentAsync(string endpoint, string experimentId, LifecycleStage wanted, CancellationToken cancellationToken) =>
        _transport.RetryAsync(
            async (attempt, token) =>
            {
                try
                {
                    await _transport.CallOnceAsync(HttpMethod.Post, endpoint, new ExperimentReference(experimentId), RestJson.Default.ExperimentReference, RestJson.Default.Nothing, runId: null, token);
                }
                catch (MlflowException exception) when (attempt > 0 && !exception.IsTransient)
                {
                    // If the earlier attempt did it: servers refuse to do it twice.
                    if ((await GetExperimentAsync(experimentId, token)).LifecycleStage != wanted)
                    {
                        throw;
                    }
                }

                return true;
            },
            cancellationToken);
}
