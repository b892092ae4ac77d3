using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow;

/// <summary>Experiments. Every method throws <see cref="MlflowException"/> when the store refuses or cannot be reached.</summary>
public interface IExperimentStore
{
    /// <summary>Looks an experiment up by name, also among the deleted ones where the store remembers them.</summary>
    /// <param name="name">Exact name.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The experiment, or null if there is none.</returns>
    Task<Experiment?> FindExperimentAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Reads an experiment by its identifier.</summary>
    /// <param name="experimentId">Decimal digits.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">There is none: <see cref="MlflowErrorCodes.ResourceDoesNotExist"/>.</exception>
    Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken = default);

    /// <summary>Creates an experiment.</summary>
    /// <param name="experiment">Name, artifact location and tags.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Its identifier.</returns>
    /// <exception cref="MlflowException">
    /// The name is taken, perhaps by a deleted one: <see cref="MlflowErrorCodes.ResourceAlreadyExists"/>.
    /// </exception>
    Task<string> CreateExperimentAsync(NewExperiment experiment, CancellationToken cancellationToken = default);

    /// <summary>Lists experiments, page after page as they are read.</summary>
    /// <param name="query">Filter, lifecycle stages and page size.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    IAsyncEnumerable<Experiment> SearchExperimentsAsync(ExperimentQuery query, CancellationToken cancellationToken = default);

    /// <summary>Sets a tag of an experiment.</summary>
    /// <param name="experimentId">Decimal digits.</param>
    /// <param name="key">Key of the tag.</param>
    /// <param name="value">Value of the tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task SetExperimentTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken = default);

    /// <summary>Removes a tag of an experiment; does nothing if there is none.</summary>
    /// <param name="experimentId">Decimal digits.</param>
    /// <param name="key">Key of the tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">The server is MLflow 2, which cannot: <see cref="MlflowErrorCodes.NotImplemented"/>.</exception>
    Task DeleteExperimentTagAsync(string experimentId, string key, CancellationToken cancellationToken = default);

    /// <summary>Renames an experiment.</summary>
    /// <param name="experimentId">Decimal digits.</param>
    /// <param name="newName">Unique name.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task RenameExperimentAsync(string experimentId, string newName, CancellationToken cancellationToken = default);

    /// <summary>Deletes an experiment; it can be restored.</summary>
    /// <param name="experimentId">Decimal digits.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task DeleteExperimentAsync(string experimentId, CancellationToken cancellationToken = default);

    /// <summary>Restores a deleted experiment.</summary>
    /// <param name="experimentId">Decimal digits.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task RestoreExperimentAsync(string experimentId, CancellationToken cancellationToken = default);
}
