using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

internal sealed partial class RestStore
{
    public Task<RegisteredModel> CreateRegisteredModelAsync(string name, string? description = null, IReadOnlyList<KeyValuePair<string, string>>? tags = null, CancellationToken cancellationToken = default)
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
                    RegisteredModelAnswer answer = await _transport.CallOnceAsync(
                        HttpMethod.Post, "registered-models/create", body, RestJson.Default.CreateRegisteredModel, RestJson.Default.RegisteredModelAnswer, runId: null, token);
                    return answer.RegisteredModel.ToEntity();
                }
                catch (MlflowException exception) when (attempt > 0 && exception.ErrorCode == MlflowErrorCodes.ResourceAlreadyExists)
                {
                    RegisteredModel? found = await FindRegisteredModelAsync(name, token);
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
            RegisteredModelAnswer answer = await _transport.GetAsync("registered-models/get", [("name", name)], RestJson.Default.RegisteredModelAnswer, runId: null, cancellationToken);
            return answer.RegisteredModel.ToEntity();
        }
        catch (MlflowException exception) when (IsMissing(exception))
        {
            return null;
        }
    }

    public IAsyncEnumerable<RegisteredModel> ListRegisteredModelsAsync(CancellationToken cancellationToken = default) =>
        PagesAsync(
            async (pageToken, token) =>
            {
                SearchRegisteredModelsAnswer answer = await _transport.GetAsync(
                    "registered-models/search", [("max_results", "100"), ("page_token", pageToken)], RestJson.Default.SearchRegisteredModelsAnswer, runId: null, token);
                return ((answer.RegisteredModels ?? []).Select(m => m.ToEntity()), answer.NextPageToken);
            },
            cancellationToken);

    public Task<ModelVersion> CreateModelVersionAsync(NewModelVersion version, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(version.Name);
        Requests.Validate("tag", version.Tags);
        string key = Guid.NewGuid().ToString("N");
        var body = new CreateModelVersion(version.Name, version.Source, version.RunId, version.ModelId, version.Description, Read.Pairs([.. version.Tags, new(MlflowTags.ClientKey, key)]));
        return _transport.RetryAsync(
            async (attempt, token) =>
            {
                if (attempt > 0)
                {
                    await foreach (ModelVersion found in ListModelVersionsAsync(version.Name, token))
                    {
                        if (found.Tags.GetValueOrDefault(MlflowTags.ClientKey) == key)
                        {
                            return found;
                        }
                    }
                }

                ModelVersionAnswer answer = await _transport.CallOnceAsync(
                    HttpMethod.Post, "model-versions/create", body, RestJson.Default.CreateModelVersion, RestJson.Default.ModelVersionAnswer, version.RunId, token);
                return answer.ModelVersion.ToEntity();
            },
            cancellationToken);
    }

    public async Task<ModelVersion> GetModelVersionAsync(string name, int version, CancellationToken cancellationToken = default)
    {
        ModelVersionAnswer answer = await _transport.GetAsync("model-versions/get", [("name", name), ("version", Text(version))], RestJson.Default.ModelVersionAnswer, runId: null, cancellationToken);
        return answer.ModelVersion.ToEntity();
    }

    public IAsyncEnumerable<ModelVersion> ListModelVersionsAsync(string name, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);
        return PagesAsync(
            async (pageToken, token) =>
            {
                SearchModelVersionsAnswer answer = await _transport.GetAsync(
                    "model-versions/search",
                    [("filter", $"name='{name.Replace("'", "\\'", StringComparison.Ordinal)}'"), ("max_results", "1000"), ("order_by", "version_number DESC"), ("page_token", pageToken)],
                    RestJson.Default.SearchModelVersionsAnswer,
                    runId: null,
                    token);
                return ((answer.ModelVersions ?? []).Select(v => v.ToEntity()), answer.NextPageToken);
            },
            cancellationToken);
    }

    public Task SetModelVersionTagAsync(string name, int version, string key, string value, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return _transport.CallAsync(
            HttpMethod.Post, "model-versions/set-tag", new SetModelVersionTag(name, Text(version), key, value), RestJson.Default.SetModelVersionTag, RestJson.Default.Nothing, runId: null, cancellationToken);
    }

    public Task SetAliasAsync(string name, string alias, int version, CancellationToken cancellationToken = default)
    {
        Requests.ValidateAlias(alias);
        return _transport.CallAsync(
            HttpMethod.Post, "registered-models/alias", new SetAlias(name, alias, Text(version)), RestJson.Default.SetAlias, RestJson.Default.Nothing, runId: null, cancellationToken);
    }

    public async Task<ModelVersion?> FindAliasAsync(string name, string alias, CancellationToken cancellationToken = default)
    {
        Requests.ValidateAlias(alias);

        // Asking for an unknown alias is an error 400, which says nothing certain; the model's list of aliases does.
        return await FindRegisteredModelAsync(name, cancellationToken) is { } model && model.Aliases.TryGetValue(alias, out int version)
            ? await GetModelVersionAsync(name, version, cancellationToken)
            : null;
    }

    public async Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken = default)
    {
        Requests.ValidateAlias(alias);
        if (await FindRegisteredModelAsync(name, cancellationToken) is { } model && model.Aliases.ContainsKey(alias))
        {
            await _transport.CallAsync(
                HttpMethod.Delete, "registered-models/alias", new DeleteAlias(name, alias), RestJson.Default.DeleteAlias, RestJson.Default.Nothing, runId: null, cancellationToken);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
