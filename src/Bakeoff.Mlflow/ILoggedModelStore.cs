using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow;

/// <summary>
/// Logged models of MLflow 3. On MLflow 2 and in file stores, which MLflow 2 should open too, they do not exist:
/// <see cref="SupportsLoggedModelsAsync"/> says so, and the other calls throw with <see cref="MlflowErrorCodes.NotImplemented"/>.
/// </summary>
public interface ILoggedModelStore
{
    /// <summary>Whether the store knows logged models.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    Task<bool> SupportsLoggedModelsAsync(CancellationToken cancellationToken = default);

    /// <summary>Creates a logged model without files. Safe to repeat within the call.</summary>
    /// <param name="model">Experiment, name and more.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task<LoggedModel> CreateLoggedModelAsync(NewLoggedModel model, CancellationToken cancellationToken = default);

    /// <summary>Reads a logged model.</summary>
    /// <param name="modelId"><c>m-</c> and 32 hexadecimal digits.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task<LoggedModel> GetLoggedModelAsync(string modelId, CancellationToken cancellationToken = default);

    /// <summary>Writes one of a logged model's files.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Path below the model's root.</param>
    /// <param name="content">Bytes from the current position to the end.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task WriteLoggedModelFileAsync(LoggedModel model, string path, Stream content, CancellationToken cancellationToken = default);

    /// <summary>Says that a logged model's files are complete, or that they never will be.</summary>
    /// <param name="modelId"><c>m-</c> and 32 hexadecimal digits.</param>
    /// <param name="isReady">True when complete.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task FinishLoggedModelAsync(string modelId, bool isReady, CancellationToken cancellationToken = default);

    /// <summary>Notes that a run made a logged model.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="modelId"><c>m-</c> and 32 hexadecimal digits.</param>
    /// <param name="step">Step of the run at which it was made.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task LogModelOutputAsync(string runId, string modelId, long step, CancellationToken cancellationToken = default);
}
