using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow;

/// <summary>Registered models, their versions, and aliases that point to versions.</summary>
public interface IModelRegistry
{
    /// <summary>Creates a registered model.</summary>
    /// <param name="name">Unique name without <c>/</c> and <c>:</c>.</param>
    /// <param name="description">Description; null for none.</param>
    /// <param name="tags">Tags; null for none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">The name is taken: <see cref="MlflowErrorCodes.ResourceAlreadyExists"/>.</exception>
    Task<RegisteredModel> CreateRegisteredModelAsync(
        string name,
        string? description = null,
        IReadOnlyList<KeyValuePair<string, string>>? tags = null,
        CancellationToken cancellationToken = default);

    /// <summary>Looks a registered model up.</summary>
    /// <param name="name">Name.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The model, or null if there is none.</returns>
    Task<RegisteredModel?> FindRegisteredModelAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Lists registered models, page after page as they are read.</summary>
    /// <param name="query">Filter, order and page size.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    IAsyncEnumerable<RegisteredModel> SearchRegisteredModelsAsync(RegistryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Renames a registered model; its versions, tags and aliases stay.</summary>
    /// <param name="name">Present name.</param>
    /// <param name="newName">New unique name.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">The new name is taken: <see cref="MlflowErrorCodes.ResourceAlreadyExists"/>.</exception>
    Task RenameRegisteredModelAsync(string name, string newName, CancellationToken cancellationToken = default);

    /// <summary>Replaces the description of a registered model.</summary>
    /// <param name="name">Name.</param>
    /// <param name="description">New description; may be empty.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task UpdateRegisteredModelAsync(string name, string description, CancellationToken cancellationToken = default);

    /// <summary>Deletes a registered model with all its versions, for good. Its files stay in the runs.</summary>
    /// <param name="name">Name.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">There is none: <see cref="MlflowErrorCodes.ResourceDoesNotExist"/>.</exception>
    Task DeleteRegisteredModelAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Sets a tag of a registered model.</summary>
    /// <param name="name">Name.</param>
    /// <param name="key">Key of the tag.</param>
    /// <param name="value">Value of the tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task SetRegisteredModelTagAsync(string name, string key, string value, CancellationToken cancellationToken = default);

    /// <summary>Removes a tag of a registered model; does nothing if there is none.</summary>
    /// <param name="name">Name.</param>
    /// <param name="key">Key of the tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task DeleteRegisteredModelTagAsync(string name, string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates the next version. Safe to repeat within the call: a second attempt first looks for the version of the first one.
    /// </summary>
    /// <param name="version">Model, source and more.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task<ModelVersion> CreateModelVersionAsync(NewModelVersion version, CancellationToken cancellationToken = default);

    /// <summary>Reads one version.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="version">Version number, from 1.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">There is none: <see cref="MlflowErrorCodes.ResourceDoesNotExist"/>.</exception>
    Task<ModelVersion> GetModelVersionAsync(string name, int version, CancellationToken cancellationToken = default);

    /// <summary>Lists versions of any model, page after page as they are read.</summary>
    /// <param name="query">Filter, order and page size.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    IAsyncEnumerable<ModelVersion> SearchModelVersionsAsync(RegistryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Reads the latest version in each stage.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="stages">Stages to look at; null for all.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>At most one version a stage, in the order of the stages.</returns>
    Task<IReadOnlyList<ModelVersion>> GetLatestVersionsAsync(
        string name, IReadOnlyList<ModelStage>? stages = null, CancellationToken cancellationToken = default);

    /// <summary>Replaces the description of a version.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="version">Version number, from 1.</param>
    /// <param name="description">New description; may be empty.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task UpdateModelVersionAsync(string name, int version, string description, CancellationToken cancellationToken = default);

    /// <summary>Deletes a version and the aliases that point to it, for good. Its number is not used again.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="version">Version number, from 1.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">There is none: <see cref="MlflowErrorCodes.ResourceDoesNotExist"/>.</exception>
    Task DeleteModelVersionAsync(string name, int version, CancellationToken cancellationToken = default);

    /// <summary>Sets a tag of a version.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="version">Version number, from 1.</param>
    /// <param name="key">Key of the tag.</param>
    /// <param name="value">Value of the tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task SetModelVersionTagAsync(string name, int version, string key, string value, CancellationToken cancellationToken = default);

    /// <summary>Removes a tag of a version; does nothing if there is none.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="version">Version number, from 1.</param>
    /// <param name="key">Key of the tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task DeleteModelVersionTagAsync(string name, int version, string key, CancellationToken cancellationToken = default);

    /// <summary>Moves a version to a stage.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="version">Version number, from 1.</param>
    /// <param name="stage">New stage.</param>
    /// <param name="archiveOthers">True to archive the other versions in that stage; only for staging and production.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The version in its new stage.</returns>
    /// <exception cref="ArgumentException">Others are to be archived, but the stage is neither staging nor production.</exception>
    Task<ModelVersion> TransitionModelVersionStageAsync(
        string name, int version, ModelStage stage, bool archiveOthers = false, CancellationToken cancellationToken = default);

    /// <summary>Reads the URI from which the files of a version can be loaded. A copied version has that of its original.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="version">Version number, from 1.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task<string> GetModelVersionDownloadUriAsync(string name, int version, CancellationToken cancellationToken = default);

    /// <summary>Points an alias to a version.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="alias">Alias; not <c>latest</c>, not <c>v</c> with digits.</param>
    /// <param name="version">Version number, from 1.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task SetAliasAsync(string name, string alias, int version, CancellationToken cancellationToken = default);

    /// <summary>Reads the version that an alias points to.</summary>
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
