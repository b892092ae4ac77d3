using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Registering;

/// <summary>Registers models that earn it.</summary>
public static class ModelRegistration
{
    /// <summary>Makes a new version and moves the alias to it if its metric beats that of the alias' present version, or if there is none.</summary>
    /// <param name="store">Where.</param>
    /// <param name="request">Model, run and metric.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The decision. An equal value does not beat; a run that is registered under the alias already is not registered again.</returns>
    /// <exception cref="MlflowException">The run does not exist or lacks the metric.</exception>
    public static async Task<RegistrationResult> RegisterIfBetterAsync(this IMlflowStore store, RegistrationRequest request, CancellationToken cancellationToken = default)
    {
        Run run = await store.GetRunAsync(request.RunId, cancellationToken);
        if (!run.Metrics.TryGetValue(request.Metric, out Metric metric))
        {
            throw new MlflowException($"{store.TrackingUri}, run {request.RunId}: metric '{request.Metric}' is missing, expected one to judge the model by. Log it, or name another.")
            {
                ErrorCode = MlflowErrorCodes.ResourceDoesNotExist,
                RunId = request.RunId,
            };
        }

        RegisteredModel? model = await store.FindRegisteredModelAsync(request.ModelName, cancellationToken);
        ModelVersion? present = model is null ? null : await store.FindAliasAsync(request.ModelName, request.Alias, cancellationToken);
        double? other = present is null ? null : await ValueOfAsync(store, present, request.Metric, cancellationToken);
        bool isBetter = other is null || double.IsNaN(other.Value) || (request.HigherIsBetter ? metric.Value > other : metric.Value < other);
        string mine = Text(metric.Value);
        if (double.IsNaN(metric.Value) || !isBetter || present?.RunId == request.RunId)
        {
            return new RegistrationResult(null, $"Not registered: {request.Metric} is {mine}, and {request.ModelName}@{request.Alias} (version {present?.Version.ToString(CultureInfo.InvariantCulture) ?? "none"}) has {(other is null ? "none" : Text(other.Value))}.");
        }

        if (model is null)
        {
            await CreateModelAsync(store, request.ModelName, cancellationToken);
        }

        ModelVersion version = await store.CreateModelVersionAsync(
            new NewModelVersion
            {
                Name = request.ModelName,
                Source = $"{run.Info.ArtifactUri.TrimEnd('/')}/{request.ArtifactPath}",
                RunId = request.RunId,
                Tags = [new(request.Metric, mine)],
            },
            cancellationToken);
        await store.SetAliasAsync(request.ModelName, request.Alias, version.Version, cancellationToken);
        string before = present is null ? "there was none before" : $"version {present.Version.ToString(CultureInfo.InvariantCulture)} had {(other is null ? "none" : Text(other.Value))}";
        return new RegistrationResult(version.Version, $"Registered as {request.ModelName} version {version.Version.ToString(CultureInfo.InvariantCulture)} with alias {request.Alias}: {request.Metric} is {mine}, {before}.");
    }

    private static async Task CreateModelAsync(IMlflowStore store, string name, CancellationToken cancellationToken)
    {
        try
        {
            await store.CreateRegisteredModelAsync(name, cancellationToken: cancellationToken);
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.ResourceAlreadyExists)
        {
            // Another run was faster.
        }
    }

    private static async Task<double?> ValueOfAsync(IMlflowStore store, ModelVersion version, string metric, CancellationToken cancellationToken)
    {
        if (version.RunId is not { } runId)
        {
            return null;
        }

        try
        {
            Run run = await store.GetRunAsync(runId, cancellationToken);
            return run.Metrics.TryGetValue(metric, out Metric found) ? found.Value : null;
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.ResourceDoesNotExist)
        {
            // Its run is gone for good, so it cannot be compared any more.
            return null;
        }
    }

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
