using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

internal sealed partial class RestStore
{
    public async Task<Experiment?> FindExperimentAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            ExperimentAnswer answer = await _transport
                .GetAsync(Endpoints.FindExperiment, [("experiment_name", name)], runId: null, cancellationToken)
                .ConfigureAwait(false);
            return answer.Experiment.ToEntity();
        }
        catch (MlflowException exception) when (IsMissing(exception))
        {
            return null;
        }
    }

    public async Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken = default)
    {
        ExperimentAnswer answer = await _transport
            .GetAsync(Endpoints.GetExperiment, [("experiment_id", experimentId)], runId: null, cancellationToken)
            .ConfigureAwait(false);
        return answer.Experiment.ToEntity();
    }

    public Task<string> CreateExperimentAsync(NewExperiment experiment, CancellationToken cancellationToken = default)
    {
        Requests.Validate(experiment);
        string key = Guid.NewGuid().ToString("N");
        IReadOnlyList<KeyValue> tags = Read.Pairs([.. experiment.Tags, new(MlflowTags.ClientKey, key)]);
        var body = new CreateExperiment(experiment.Name, experiment.ArtifactLocation, tags);
        return _transport.RetryAsync(
            async (attempt, token) =>
            {
                try
                {
                    CreateExperimentAnswer answer = await _transport
                        .CallOnceAsync(Endpoints.CreateExperiment, body, runId: null, token)
                        .ConfigureAwait(false);
                    return answer.ExperimentId;
                }
                catch (MlflowException exception) when (attempt > 0 && exception.ErrorCode == MlflowErrorCodes.ResourceAlreadyExists)
                {
                    // Perhaps the earlier attempt succeeded and only its answer was lost.
                    Experiment? found = await FindExperimentAsync(experiment.Name, token).ConfigureAwait(false);
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
                SearchExperimentsAnswer answer = await _transport
                    .CallAsync(Endpoints.SearchExperiments, body, runId: null, token)
                    .ConfigureAwait(false);
                return ((answer.Experiments ?? []).Select(e => e.ToEntity()), answer.NextPageToken);
            },
            cancellationToken);

    public Task SetExperimentTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        var body = new SetExperimentTag(experimentId, key, value);
        return _transport.CallAsync(Endpoints.SetExperimentTag, body, runId: null, cancellationToken);
    }

    public async Task DeleteExperimentTagAsync(string experimentId, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        var body = new DeleteExperimentTag(experimentId, key);
        try
        {
            await _transport.CallAsync(Endpoints.DeleteExperimentTag, body, runId: null, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException exception) when (IsMissing(exception))
        {
            // Either the tag is missing, which is the result asked for, or the experiment is.
            await GetExperimentAsync(experimentId, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.EndpointNotFound)
        {
            throw NeedsVersion3("tags of experiments cannot be deleted", exception);
        }
    }

    public Task RenameExperimentAsync(string experimentId, string newName, CancellationToken cancellationToken = default)
    {
        Requests.Validate(new NewExperiment { Name = newName });
        return _transport.CallAsync(
            Endpoints.UpdateExperiment, new UpdateExperiment(experimentId, newName), runId: null, cancellationToken);
    }

    public Task DeleteExperimentAsync(string experimentId, CancellationToken cancellationToken = default) =>
        MoveExperimentAsync(Endpoints.DeleteExperiment, experimentId, LifecycleStage.Deleted, cancellationToken);

    public Task RestoreExperimentAsync(string experimentId, CancellationToken cancellationToken = default) =>
        MoveExperimentAsync(Endpoints.RestoreExperiment, experimentId, LifecycleStage.Active, cancellationToken);

    private Task MoveExperimentAsync(
        Endpoint<ExperimentReference, Nothing> endpoint,
        string experimentId,
        LifecycleStage requested,
        CancellationToken cancellationToken) =>
        _transport.RetryAsync(
            async (attempt, token) =>
            {
                try
                {
                    await _transport
                        .CallOnceAsync(endpoint, new ExperimentReference(experimentId), runId: null, token)
                        .ConfigureAwait(false);
                }
                catch (MlflowException exception) when (attempt > 0 && !exception.IsTransient)
                {
                    // Perhaps the earlier attempt succeeded: servers refuse to do it twice.
                    Experiment experiment = await GetExperimentAsync(experimentId, token).ConfigureAwait(false);
                    if (experiment.LifecycleStage != requested)
                    {
                        throw;
                    }
                }

                return true;
            },
            cancellationToken);

    private MlflowException NeedsVersion3(string what, Exception cause) => new(what, cause)
    {
        Where = $"MLflow {TrackingUri}",
        Rule = "a server of MLflow 3",
        NextStep = "Update the server.",
        ErrorCode = MlflowErrorCodes.NotImplemented,
        Endpoint = TrackingUri,
    };
}
