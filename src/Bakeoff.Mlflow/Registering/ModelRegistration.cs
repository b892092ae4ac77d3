using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Registering;

/// <summary>Registers models that improve on the registered one.</summary>
public static class ModelRegistration
{
    /// <summary>
    /// Creates a new version and moves the alias to it if its metric is better than that of the alias' present version, or if there is
    /// none.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="request">Model, run and metric.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>
    /// The decision. An equal value is not better; a run that is registered under the alias already is not registered again.
    /// </returns>
    /// <exception cref="MlflowException">The run does not exist or lacks the metric.</exception>
    public static async Task<RegistrationResult> RegisterIfBetterAsync(
        this IMlflowStore store, RegistrationRequest request, CancellationToken cancellationToken = default)
    {
        Run run = await store.GetRunAsync(request.RunId, cancellationToken).ConfigureAwait(false);
        if (!run.Metrics.TryGetValue(request.Metric, out Metric metric))
        {
            throw new MlflowException($"metric '{request.Metric}' is missing")
            {
                Where = $"{store.TrackingUri}, run {request.RunId}",
                Rule = "one to compare the model by",
                NextStep = "Log it, or name another.",
                ErrorCode = MlflowErrorCodes.ResourceDoesNotExist,
                RunId = request.RunId,
            };
        }

        RegisteredModel? model = await store.FindRegisteredModelAsync(request.ModelName, cancellationToken).ConfigureAwait(false);
        ModelVersion? present = model is null
            ? null
            : await store.FindAliasAsync(request.ModelName, request.Alias, cancellationToken).ConfigureAwait(false);
        double? other = present is null
            ? null
            : await ReadMetricAsync(store, present, request.Metric, cancellationToken).ConfigureAwait(false);
        string value = Format(metric.Value);
        string otherValue = other is null ? "none" : Format(other.Value);
        string? presentNumber = present?.Version.ToString(CultureInfo.InvariantCulture);
        if (present?.RunId == request.RunId || !IsBetter(metric.Value, other, request.HigherIsBetter))
        {
            string name = $"{request.ModelName}@{request.Alias} (version {presentNumber ?? "none"})";
            return new RegistrationResult(null, $"Not registered: {request.Metric} is {value}, and {name} has {otherValue}.");
        }

        if (model is null)
        {
            await CreateModelAsync(store, request.ModelName, cancellationToken).ConfigureAwait(false);
        }

        var content = new NewModelVersion
        {
            Name = request.ModelName,
            Source = $"{run.Info.ArtifactUri.TrimEnd('/')}/{request.ArtifactPath}",
            RunId = request.RunId,
            Tags = [new(request.Metric, value)],
        };
        ModelVersion version = await store.CreateModelVersionAsync(content, cancellationToken).ConfigureAwait(false);
        await store.SetAliasAsync(request.ModelName, request.Alias, version.Version, cancellationToken).ConfigureAwait(false);
        string before = present is null ? "there was none before" : $"version {presentNumber} had {otherValue}";
        string place = FormattableString.Invariant($"{request.ModelName} version {version.Version} with alias {request.Alias}");
        return new RegistrationResult(version.Version, $"Registered as {place}: {request.Metric} is {value}, {before}.");
    }

    private static bool IsBetter(double value, double? other, bool higherIsBetter)
    {
        if (double.IsNaN(value))
        {
            return false;
        }

        return other is null || double.IsNaN(other.Value) || (higherIsBetter ? value > other : value < other);
    }

    private static async Task CreateModelAsync(IMlflowStore store, string name, CancellationToken cancellationToken)
    {
        try
        {
            await store.CreateRegisteredModelAsync(name, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.ResourceAlreadyExists)
        {
            // Another run was faster.
        }
    }

    private static async Task<double?> ReadMetricAsync(
        IMlflowStore store, ModelVersion version, string metric, CancellationToken cancellationToken)
    {
        if (version.RunId is not { } runId)
        {
            return null;
        }

        try
        {
            Run run = await store.GetRunAsync(runId, cancellationToken).ConfigureAwait(false);
            return run.Metrics.TryGetValue(metric, out Metric found) ? found.Value : null;
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.ResourceDoesNotExist)
        {
            // Its run is deleted for good, so there is nothing to compare with.
            return null;
        }
    }

    private static string Format(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
