using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow;

/// <summary>Named models, their versions, and aliases that point to versions.</summary>
public interface IModelRegistry
{
    /// <summary>Creates a registered model.</summary>
    /// <param name="name">Unique name without <c>/</c> and <c>:</c>.</param>
    /// <param name="description">Description; null for none.</param>
    /// <param name="tags">Tags; null for none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">The name is taken: <see cref="MlflowErrorCodes.ResourceAlreadyExists"/>.</exception>
    Task<RegisteredModel> CreateRegisteredModelAsync(string name, string? description = null, IReadOnlyList<KeyValuePair<string, string>>? tags = null, CancellationToken cancellationToken = default);

    /// <summary>Looks a registered model up.</summary>
    /// <param name="name">Name.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The model, or null if there is none.</returns>
    Task<RegisteredModel?> FindRegisteredModelAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Lists all registered models by name.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    IAsyncEnumerable<RegisteredModel> ListRegisteredModelsAsync(CancellationToken cancellationToken = default);

    /// <summary>Creates the next version. Safe to repeat within the call: a second attempt first looks for the first one's version.</summary>
    /// <param name="version">Model, source and more.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task<ModelVersion> CreateModelVersionAsync(NewModelVersion version, CancellationToken cancellationToken = default);

    /// <summary>Reads one version.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="version">Version number, from 1.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task<ModelVersion> GetModelVersionAsync(string name, int version, CancellationToken cancellationToken = default);

    /// <summary>Lists the versions of a model, latest first.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    IAsyncEnumerable<ModelVersion> ListModelVersionsAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Sets a tag of a version.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="version">Version number, from 1.</param>
    /// <param name="key">Key of the tag.</param>
    /// <param name="value">Value of the tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task SetModelVersionTagAsync(string name, int version, string key, string value, CancellationToken cancellationToken = default);

    /// <summary>Points an alias to a version.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="alias">Alias; not <c>latest</c>, not <c>v</c> with digits.</param>
    /// <param name="version">Version number, from 1.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task SetAliasAsync(string name, string alias, int version, CancellationToken cancellationToken = default);

    /// <summary>Follows an alias.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="alias">Alias.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The version; null if model or alias does not exist.</returns>
    Task<ModelVersion?> FindAliasAsync(string name, string alias, CancellationToken cancellationToken = default);

    /// <summary>Removes an alias; does nothing if there is none.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="alias">Alias.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken = default);
}
