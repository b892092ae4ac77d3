using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow;

/// <summary>Common combinations of a store's calls.</summary>
public static class MlflowStoreExtensions
{
    /// <summary>Finds an experiment by name; creates it if there is none and restores it if it is deleted. Several processes may do so at once.</summary>
    /// <param name="store">Where.</param>
    /// <param name="name">Name of the experiment.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public static async Task<Experiment> GetOrCreateExperimentAsync(this IExperimentStore store, string name, CancellationToken cancellationToken = default)
    {
        Experiment? found = await store.FindExperimentAsync(name, cancellationToken) ?? await FindDeletedAsync(store, name, cancellationToken);
        if (found is null)
        {
            try
            {
                string id = await store.CreateExperimentAsync(new NewExperiment { Name = name }, cancellationToken);
                return await store.GetExperimentAsync(id, cancellationToken);
            }
            catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.ResourceAlreadyExists)
            {
                // Somebody else was faster.
                found = await store.FindExperimentAsync(name, cancellationToken);
                if (found is null)
                {
                    throw;
                }
            }
        }

        if (found.LifecycleStage == LifecycleStage.Deleted)
        {
            await store.RestoreExperimentAsync(found.ExperimentId, cancellationToken);
            found = found with { LifecycleStage = LifecycleStage.Active };
        }

        return found;
    }

    // A server of MLflow 2 on a file store does not find deleted experiments by name.
    private static async Task<Experiment?> FindDeletedAsync(IExperimentStore store, string name, CancellationToken cancellationToken)
    {
        // Filters have no way to escape a quote.
        string? filter = name.Contains('\'', StringComparison.Ordinal) ? null : $"name = '{name}'";
        await foreach (Experiment experiment in store.SearchExperimentsAsync(new ExperimentQuery { Filter = filter, ViewType = ViewType.DeletedOnly }, cancellationToken))
        {
            if (experiment.Name == name)
            {
                return experiment;
            }
        }

        return null;
    }

    /// <summary>Finds the run that a client made under a key.</summary>
    /// <param name="store">Where.</param>
    /// <param name="experimentId">Experiment of the run.</param>
    /// <param name="clientKey">Value of the tag <see cref="MlflowTags.ClientKey"/>.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The run, deleted or not; null if there is none.</returns>
    public static async Task<Run?> FindRunByClientKeyAsync(this IRunStore store, string experimentId, string clientKey, CancellationToken cancellationToken = default)
    {
        var query = new RunQuery { ExperimentIds = [experimentId], Filter = $"tags.{MlflowTags.ClientKey} = '{clientKey}'", ViewType = ViewType.All, PageSize = 2 };
        await foreach (Run run in store.SearchRunsAsync(query, cancellationToken))
        {
            return run;
        }

        return null;
    }

    /// <summary>Sets one tag of a run.</summary>
    /// <param name="store">Where.</param>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="key">Key of the tag.</param>
    /// <param name="value">Value of the tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public static Task SetTagAsync(this IRunStore store, string runId, string key, string value, CancellationToken cancellationToken = default) =>
        store.LogBatchAsync(runId, new RunBatch { Tags = [new(key, value)] }, cancellationToken);
}
