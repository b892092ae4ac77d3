using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow;

/// <summary>
/// Runs and what is logged to them. Every method throws <see cref="MlflowException"/> when the store refuses or cannot be reached.
/// </summary>
public interface IRunStore
{
    /// <summary>
    /// Creates a run in state RUNNING. Safe to repeat within the call: a second attempt first looks for the run of the first one.
    /// </summary>
    /// <param name="run">Experiment, name, start and tags.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task<Run> CreateRunAsync(NewRun run, CancellationToken cancellationToken = default);

    /// <summary>Reads a run, deleted or not.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">There is none: <see cref="MlflowErrorCodes.ResourceDoesNotExist"/>.</exception>
    Task<Run> GetRunAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Changes a run's state, end or name.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="update">Values to change.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task UpdateRunAsync(string runId, RunUpdate update, CancellationToken cancellationToken = default);

    /// <summary>Lists runs, page after page as they are read.</summary>
    /// <param name="query">Experiments, filter, order and page size.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    IAsyncEnumerable<Run> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default);

    /// <summary>Deletes a run; it can be restored.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task DeleteRunAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Restores a deleted run.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task RestoreRunAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Logs points, parameters and tags. Any number of them: batches beyond MLflow's limits are split into several requests.
    /// </summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="batch">Values to log.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ArgumentException">A key or value breaks MLflow's rules; nothing was stored.</exception>
    /// <exception cref="MlflowException">
    /// A parameter has another value already: <see cref="MlflowErrorCodes.InvalidParameterValue"/>.
    /// </exception>
    Task LogBatchAsync(string runId, RunBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Removes a tag.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="key">Key of the tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">The run has no such tag: <see cref="MlflowErrorCodes.ResourceDoesNotExist"/>.</exception>
    Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken = default);

    /// <summary>Records the data sets that a run read. Repeating it changes nothing.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="inputs">Data sets with their purposes.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task LogInputsAsync(string runId, IReadOnlyList<DatasetInput> inputs, CancellationToken cancellationToken = default);

    /// <summary>Reads every point of a metric. The order is the store's: by time on SQL servers, as written in file stores.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="key">Name of the metric.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The points; none if the metric was never logged.</returns>
    IAsyncEnumerable<Metric> GetMetricHistoryAsync(string runId, string key, CancellationToken cancellationToken = default);
}
