using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow;

/// <summary>Common combinations of a store's calls.</summary>
public static class MlflowStoreExtensions
{
    /// <summary>Finds an experiment by name, and creates it if there is none. Several processes may do so at once.</summary>
    /// <param name="store">The store.</param>
    /// <param name="name">Name of the experiment.</param>
    /// <param name="restoreDeleted">True to restore it if it is deleted.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">
    /// It is deleted, and is not to be restored: <see cref="MlflowErrorCodes.InvalidState"/>.
    /// </exception>
    public static async Task<Experiment> GetOrCreateExperimentAsync(
        this IMlflowStore store, string name, bool restoreDeleted = false, CancellationToken cancellationToken = default)
    {
        Experiment? found = await store.FindExperimentAsync(name, cancellationToken).ConfigureAwait(false)
            ?? await FindDeletedAsync(store, name, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            try
            {
                string id = await store.CreateExperimentAsync(new NewExperiment { Name = name }, cancellationToken).ConfigureAwait(false);
                return await store.GetExperimentAsync(id, cancellationToken).ConfigureAwait(false);
            }
            catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.ResourceAlreadyExists)
            {
                // Another process was faster.
                found = await store.FindExperimentAsync(name, cancellationToken).ConfigureAwait(false);
                if (found is null)
                {
                    throw;
                }
            }
        }

        if (found.LifecycleStage == LifecycleStage.Deleted)
        {
            if (!restoreDeleted)
            {
                throw Deleted(store, found);
            }

            await store.RestoreExperimentAsync(found.ExperimentId, cancellationToken).ConfigureAwait(false);
            found = found with { LifecycleStage = LifecycleStage.Active };
        }

        return found;
    }

    /// <summary>Finds the run that a client created under a key.</summary>
    /// <param name="store">The store.</param>
    /// <param name="experimentId">Experiment of the run.</param>
    /// <param name="clientKey">Value of the tag <see cref="MlflowTags.ClientKey"/>.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The run, deleted or not; null if there is none.</returns>
    public static async Task<Run?> FindRunByClientKeyAsync(
        this IRunStore store, string experimentId, string clientKey, CancellationToken cancellationToken = default)
    {
        var query = new RunQuery
        {
            ExperimentIds = [experimentId],
            Filter = $"tags.{MlflowTags.ClientKey} = '{clientKey}'",
            ViewType = ViewType.All,
            PageSize = 2,
        };
        return await store.SearchRunsAsync(query, cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the run that a run is a child of.</summary>
    /// <param name="store">The store.</param>
    /// <param name="runId">32 hexadecimal digits of the child.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The parent; null if the run has none.</returns>
    public static async Task<Run?> GetParentRunAsync(this IRunStore store, string runId, CancellationToken cancellationToken = default)
    {
        Run run = await store.GetRunAsync(runId, cancellationToken).ConfigureAwait(false);
        return run.Tags.TryGetValue(MlflowTags.ParentRunId, out string? parent)
            ? await store.GetRunAsync(parent, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>Sets one tag of a run.</summary>
    /// <param name="store">The store.</param>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="key">Key of the tag.</param>
    /// <param name="value">Value of the tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public static Task SetTagAsync(
        this IRunStore store, string runId, string key, string value, CancellationToken cancellationToken = default) =>
        store.LogBatchAsync(runId, new RunBatch { Tags = [new(key, value)] }, cancellationToken);

    /// <summary>Lists all registered models by name.</summary>
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public static IAsyncEnumerable<RegisteredModel> ListRegisteredModelsAsync(
        this IModelRegistry store, CancellationToken cancellationToken = default) =>
        store.SearchRegisteredModelsAsync(new RegistryQuery(), cancellationToken);

    /// <summary>Lists the versions of a registered model, latest first.</summary>
    /// <param name="store">The store.</param>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public static IAsyncEnumerable<ModelVersion> ListModelVersionsAsync(
        this IModelRegistry store, string name, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);

        // Filters have no escapes, but two kinds of quotes.
        char quote = name.Contains('\'', StringComparison.Ordinal) ? '"' : '\'';
        var query = new RegistryQuery { Filter = $"name = {quote}{name}{quote}", OrderBy = ["version_number DESC"], PageSize = 1000 };
        return store.SearchModelVersionsAsync(query, cancellationToken);
    }

    /// <summary>Copies a version to another registered model, which is created if missing, with description, tags and run.</summary>
    /// <param name="store">The store.</param>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="version">Version number, from 1.</param>
    /// <param name="newName">Name of the registered model that gets the copy.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The copy; its source is <c>models:/NAME/VERSION</c>, and its files are those of the original.</returns>
    public static async Task<ModelVersion> CopyModelVersionAsync(
        this IModelRegistry store, string name, int version, string newName, CancellationToken cancellationToken = default)
    {
        ModelVersion original = await store.GetModelVersionAsync(name, version, cancellationToken).ConfigureAwait(false);
        try
        {
            await store.CreateRegisteredModelAsync(newName, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.ResourceAlreadyExists)
        {
            // The copy becomes its next version.
        }

        var copy = new NewModelVersion
        {
            Name = newName,
            Source = FormattableString.Invariant($"models:/{name}/{version}"),
            RunId = original.RunId,
            RunLink = original.RunLink,
            Description = original.Description,
            Tags = [.. original.Tags.Where(tag => tag.Key != MlflowTags.ClientKey)],
        };
        return await store.CreateModelVersionAsync(copy, cancellationToken).ConfigureAwait(false);
    }

    private static MlflowException Deleted(IMlflowStore store, Experiment experiment) => new($"experiment '{experiment.Name}' is deleted")
    {
        Where = store.IsServer ? $"MLflow {store.TrackingUri}" : store.TrackingUri,
        Rule = "an active one",
        NextStep = "Ask for it to be restored, or choose another name.",
        ErrorCode = MlflowErrorCodes.InvalidState,
        Endpoint = "experiments/get-by-name",
    };

    // A server of MLflow 2 on a file store does not find deleted experiments by name.
    private static async Task<Experiment?> FindDeletedAsync(IExperimentStore store, string name, CancellationToken cancellationToken)
    {
        // Filters have no way to escape a quote.
        string? filter = name.Contains('\'', StringComparison.Ordinal) ? null : $"name = '{name}'";
        var query = new ExperimentQuery { Filter = filter, ViewType = ViewType.DeletedOnly };
        return await store.SearchExperimentsAsync(query, cancellationToken)
            .FirstOrDefaultAsync(experiment => experiment.Name == name, cancellationToken)
            .ConfigureAwait(false);
    }
}
