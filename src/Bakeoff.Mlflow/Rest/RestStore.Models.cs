using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

internal sealed partial class RestStore
{
    public Task<RegisteredModel> CreateRegisteredModelAsync(
        string name,
        string? description = null,
        IReadOnlyList<KeyValuePair<string, string>>? tags = null,
        CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);
        Requests.Validate("tag", tags ?? []);
        string key = Guid.NewGuid().ToString("N");
        var body = new CreateRegisteredModel(name, description, Read.Pairs([.. tags ?? [], new(MlflowTags.ClientKey, key)]));
        return _transport.RetryAsync(
            async (attempt, token) =>
            {
                try
                {
                    RegisteredModelAnswer answer = await _transport
                        .CallOnceAsync(Endpoints.CreateModel, body, runId: null, token)
                        .ConfigureAwait(false);
                    return answer.RegisteredModel.ToEntity();
                }
                catch (MlflowException exception) when (attempt > 0 && exception.ErrorCode == MlflowErrorCodes.ResourceAlreadyExists)
                {
                    RegisteredModel? found = await FindRegisteredModelAsync(name, token).ConfigureAwait(false);
                    if (found?.Tags.GetValueOrDefault(MlflowTags.ClientKey) == key)
                    {
                        return found;
                    }

                    throw;
                }
            },
            cancellationToken);
    }

    public async Task<RegisteredModel?> FindRegisteredModelAsync(string name, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);
        try
        {
            RegisteredModelAnswer answer = await _transport
                .GetAsync(Endpoints.GetModel, [("name", name)], runId: null, cancellationToken)
                .ConfigureAwait(false);
            return answer.RegisteredModel.ToEntity();
        }
        catch (MlflowException exception) when (IsMissing(exception))
        {
            return null;
        }
    }

    public IAsyncEnumerable<RegisteredModel> SearchRegisteredModelsAsync(
        RegistryQuery query, CancellationToken cancellationToken = default) =>
        PagesAsync(
            async (pageToken, token) =>
            {
                SearchRegisteredModelsAnswer answer = await _transport
                    .GetAsync(Endpoints.SearchModels, Parameters(query, pageToken), runId: null, token)
                    .ConfigureAwait(false);
                return ((answer.RegisteredModels ?? []).Select(m => m.ToEntity()), answer.NextPageToken);
            },
            cancellationToken);

    public Task RenameRegisteredModelAsync(string name, string newName, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);
        Requests.ValidateModelName(newName);
        return _transport.RetryAsync(
            async (attempt, token) =>
            {
                try
                {
                    await _transport
                        .CallOnceAsync(Endpoints.RenameModel, new RenameRegisteredModel(name, newName), runId: null, token)
                        .ConfigureAwait(false);
                }
                catch (MlflowException exception) when (attempt > 0 && IsMissing(exception))
                {
                    // Perhaps the earlier attempt succeeded and only its answer was lost.
                    if (await FindRegisteredModelAsync(newName, token).ConfigureAwait(false) is null)
                    {
                        throw;
                    }
                }

                return true;
            },
            cancellationToken);
    }

    public Task UpdateRegisteredModelAsync(string name, string description, CancellationToken cancellationToken = default) =>
        _transport.CallAsync(Endpoints.UpdateModel, new UpdateRegisteredModel(name, description), runId: null, cancellationToken);

    public Task DeleteRegisteredModelAsync(string name, CancellationToken cancellationToken = default) =>
        DeleteOnceAsync(Endpoints.DeleteModel, new ModelReference(name), cancellationToken);

    public Task SetRegisteredModelTagAsync(string name, string key, string value, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return _transport.CallAsync(Endpoints.SetModelTag, new SetModelTag(name, key, value), runId: null, cancellationToken);
    }

    public async Task DeleteRegisteredModelTagAsync(string name, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        RegisteredModelAnswer answer = await _transport
            .GetAsync(Endpoints.GetModel, [("name", name)], runId: null, cancellationToken)
            .ConfigureAwait(false);
        if (answer.RegisteredModel.ToEntity().Tags.ContainsKey(key))
        {
            await DeleteOnceAsync(Endpoints.DeleteModelTag, new DeleteModelTag(name, key), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<ModelVersion> CreateModelVersionAsync(NewModelVersion version, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(version.Name);
        Requests.Validate("tag", version.Tags);
        string key = Guid.NewGuid().ToString("N");
        var body = new CreateModelVersion(
            version.Name,
            version.Source,
            version.RunId,
            version.RunLink,
            version.ModelId,
            version.Description,
            Read.Pairs([.. version.Tags, new(MlflowTags.ClientKey, key)]));
        return _transport.RetryAsync(
            async (attempt, token) =>
            {
                if (attempt > 0)
                {
                    await foreach (ModelVersion found in this.ListModelVersionsAsync(version.Name, token).ConfigureAwait(false))
                    {
                        if (found.Tags.GetValueOrDefault(MlflowTags.ClientKey) == key)
                        {
                            return found;
                        }
                    }
                }

                ModelVersionAnswer answer = await _transport
                    .CallOnceAsync(Endpoints.CreateVersion, body, version.RunId, token)
                    .ConfigureAwait(false);
                return answer.ModelVersion.ToEntity();
            },
            cancellationToken);
    }

    public async Task<ModelVersion> GetModelVersionAsync(string name, int version, CancellationToken cancellationToken = default)
    {
        ModelVersionAnswer answer = await _transport
            .GetAsync(Endpoints.GetVersion, [("name", name), ("version", Text(version))], runId: null, cancellationToken)
            .ConfigureAwait(false);
        return answer.ModelVersion.ToEntity();
    }

    public IAsyncEnumerable<ModelVersion> SearchModelVersionsAsync(RegistryQuery query, CancellationToken cancellationToken = default) =>
        PagesAsync(
            async (pageToken, token) =>
            {
                SearchModelVersionsAnswer answer = await _transport
                    .GetAsync(Endpoints.SearchVersions, Parameters(query, pageToken), runId: null, token)
                    .ConfigureAwait(false);
                return ((answer.ModelVersions ?? []).Select(v => v.ToEntity()), answer.NextPageToken);
            },
            cancellationToken);

    public async Task<IReadOnlyList<ModelVersion>> GetLatestVersionsAsync(
        string name, IReadOnlyList<ModelStage>? stages = null, CancellationToken cancellationToken = default)
    {
        var body = new GetLatestVersions(name, [.. (stages ?? Enum.GetValues<ModelStage>()).Select(stage => stage.ToString())]);
        SearchModelVersionsAnswer answer = await _transport
            .CallAsync(Endpoints.LatestVersions, body, runId: null, cancellationToken)
            .ConfigureAwait(false);
        return [.. (answer.ModelVersions ?? []).Select(v => v.ToEntity()).OrderBy(v => v.Stage)];
    }

    public Task UpdateModelVersionAsync(string name, int version, string description, CancellationToken cancellationToken = default)
    {
        var body = new UpdateModelVersion(name, Text(version), description);
        return _transport.CallAsync(Endpoints.UpdateVersion, body, runId: null, cancellationToken);
    }

    public async Task DeleteModelVersionAsync(string name, int version, CancellationToken cancellationToken = default)
    {
        await DeleteOnceAsync(Endpoints.DeleteVersion, new VersionReference(name, Text(version)), cancellationToken).ConfigureAwait(false);

        // Servers on a database leave the aliases.
        RegisteredModel? model = await FindRegisteredModelAsync(name, cancellationToken).ConfigureAwait(false);
        foreach (string alias in (model?.Aliases ?? new Dictionary<string, int>()).Where(a => a.Value == version).Select(a => a.Key))
        {
            await DeleteOnceAsync(Endpoints.DeleteAlias, new DeleteAlias(name, alias), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task SetModelVersionTagAsync(
        string name, int version, string key, string value, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        var body = new SetModelVersionTag(name, Text(version), key, value);
        return _transport.CallAsync(Endpoints.SetVersionTag, body, runId: null, cancellationToken);
    }

    public async Task DeleteModelVersionTagAsync(string name, int version, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        ModelVersion found = await GetModelVersionAsync(name, version, cancellationToken).ConfigureAwait(false);
        if (found.Tags.ContainsKey(key))
        {
            var body = new DeleteModelVersionTag(name, Text(version), key);
            await DeleteOnceAsync(Endpoints.DeleteVersionTag, body, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<ModelVersion> TransitionModelVersionStageAsync(
        string name, int version, ModelStage stage, bool archiveOthers = false, CancellationToken cancellationToken = default)
    {
        Requests.ValidateTransition(stage, archiveOthers);
        var body = new TransitionStage(name, Text(version), stage.ToString(), archiveOthers);
        ModelVersionAnswer answer = await _transport
            .CallAsync(Endpoints.TransitionStage, body, runId: null, cancellationToken)
            .ConfigureAwait(false);
        return answer.ModelVersion.ToEntity();
    }

    public async Task<string> GetModelVersionDownloadUriAsync(string name, int version, CancellationToken cancellationToken = default)
    {
        DownloadUriAnswer answer = await _transport
            .GetAsync(Endpoints.DownloadUri, [("name", name), ("version", Text(version))], runId: null, cancellationToken)
            .ConfigureAwait(false);
        return answer.ArtifactUri ?? "";
    }

    public Task SetAliasAsync(string name, string alias, int version, CancellationToken cancellationToken = default)
    {
        Requests.ValidateAlias(alias);
        return _transport.CallAsync(Endpoints.SetAlias, new SetAlias(name, alias, Text(version)), runId: null, cancellationToken);
    }

    public async Task<ModelVersion?> FindAliasAsync(string name, string alias, CancellationToken cancellationToken = default)
    {
        Requests.ValidateAlias(alias);

        // Asking for an unknown alias is an error 400, which proves nothing; the model's list of aliases does.
        RegisteredModel? model = await FindRegisteredModelAsync(name, cancellationToken).ConfigureAwait(false);
        if (model is null || !model.Aliases.TryGetValue(alias, out int version))
        {
            return null;
        }

        try
        {
            return await GetModelVersionAsync(name, version, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException exception) when (IsMissing(exception))
        {
            // Other clients leave the alias of a version that they delete.
            return null;
        }
    }

    public async Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken = default)
    {
        Requests.ValidateAlias(alias);
        RegisteredModel? model = await FindRegisteredModelAsync(name, cancellationToken).ConfigureAwait(false);
        if (model is not null && model.Aliases.ContainsKey(alias))
        {
            await DeleteOnceAsync(Endpoints.DeleteAlias, new DeleteAlias(name, alias), cancellationToken).ConfigureAwait(false);
        }
    }

    // A repeated deletion of what the earlier attempt deleted is a success.
    private Task DeleteOnceAsync<TBody>(Endpoint<TBody, Nothing> endpoint, TBody body, CancellationToken cancellationToken) =>
        _transport.RetryAsync(
            async (attempt, token) =>
            {
                try
                {
                    await _transport.CallOnceAsync(endpoint, body, runId: null, token).ConfigureAwait(false);
                }
                catch (MlflowException exception) when (attempt > 0 && IsMissing(exception))
                {
                    // The earlier attempt succeeded and only its answer was lost.
                }

                return true;
            },
            cancellationToken);

    private static List<(string, string?)> Parameters(RegistryQuery query, string? pageToken) =>
    [
        ("filter", query.Filter),
        ("max_results", Text(query.PageSize)),
        .. query.OrderBy.Select(order => ("order_by", (string?)order)),
        ("page_token", pageToken),
    ];
}
