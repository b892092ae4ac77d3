using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Registering;

/// <summary>Registers models that improve on the registered one.</summary>
public static class ModelRegistration
{
    /// <summary>
    /// Creates a new version and moves the alias to it if its metric is better than that of the alias' present version, or if there is
    /// none. The version has the run's note as its description.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="request">Model, run and metric.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>
    /// The decision. An equal value is not better. A run that is registered already keeps its version.
    /// </returns>
    /// <exception cref="MlflowException">The run does not exist or lacks the metric.</exception>
    public static async Task<RegistrationResult> RegisterIfBetterAsync(
        this IMlflowStore store, RegistrationRequest request, CancellationToken cancellationToken = default)
    {
        Run run = await store.GetRunAsync(request.RunId, cancellationToken).ConfigureAwait(false);
        double metric = MetricOf(store, run, request.Metric);
        RegisteredModel? model = await store.FindRegisteredModelAsync(request.ModelName, cancellationToken).ConfigureAwait(false);
        ModelVersion? present = model is null
            ? null
            : await store.FindAliasAsync(request.ModelName, request.Alias, cancellationToken).ConfigureAwait(false);
        double? other = present is null
            ? null
            : await ReadMetricAsync(store, present, request.Metric, cancellationToken).ConfigureAwait(false);
        ModelVersion? known = model is null ? null : await FindVersionAsync(store, request, cancellationToken).ConfigureAwait(false);
        string value = Format(metric);
        string otherValue = other is null ? "none" : Format(other.Value);
        string? presentNumber = present?.Version.ToString(CultureInfo.InvariantCulture);
        if (present?.RunId == request.RunId || !IsBetter(metric, other, request.HigherIsBetter))
        {
            string name = $"{request.ModelName}@{request.Alias} (version {presentNumber ?? "none"})";
            return known is null
                ? new RegistrationResult(null, $"Not registered: {request.Metric} is {value}, and {name} has {otherValue}.")
                : Registered(known.Version, $"Registered before as {Place(known)}: {request.Metric} is {value}, {name} has {otherValue}.");
        }

        if (model is null)
        {
            await CreateModelAsync(store, request.ModelName, cancellationToken).ConfigureAwait(false);
        }

        // A version without the alias was left by a process that ended before the alias was moved.
        ModelVersion version = known ?? await CreateVersionAsync(store, request, run, value, cancellationToken).ConfigureAwait(false);
        await store.SetAliasAsync(request.ModelName, request.Alias, version.Version, cancellationToken).ConfigureAwait(false);
        string before = present is null ? "there was none before" : $"version {presentNumber} had {otherValue}";
        return Registered(
            version.Version, $"Registered as {Place(version)} with alias {request.Alias}: {request.Metric} is {value}, {before}.");

        RegistrationResult Registered(int number, string reason) => new(number, reason) { WasRegistered = known is not null };

        static string Place(ModelVersion version) => FormattableString.Invariant($"{version.Name} version {version.Version}");
    }

    private static double MetricOf(IMlflowStore store, Run run, string key) =>
        run.Metrics.TryGetValue(key, out Metric metric)
            ? metric.Value
            : throw new MlflowException($"metric '{key}' is missing")
            {
                Where = $"{store.TrackingUri}, run {run.Info.RunId}",
                Rule = "one to compare the model by",
                NextStep = "Log it, or name another.",
                ErrorCode = MlflowErrorCodes.ResourceDoesNotExist,
                RunId = run.Info.RunId,
            };

    private static async Task<ModelVersion?> FindVersionAsync(
        IMlflowStore store, RegistrationRequest request, CancellationToken cancellationToken) =>
        await store.ListModelVersionsAsync(request.ModelName, cancellationToken)
            .FirstOrDefaultAsync(version => version.RunId == request.RunId, cancellationToken)
            .ConfigureAwait(false);

    private static async Task<ModelVersion> CreateVersionAsync(
        IMlflowStore store, RegistrationRequest request, Run run, string value, CancellationToken cancellationToken)
    {
        (string source, string? modelId) = request is { Folder: { } folder, Model: { } model }
            ? await ModelUpload.SendAsync(store, request, run, folder, model, cancellationToken).ConfigureAwait(false)
            : ($"{run.Info.ArtifactUri.TrimEnd('/')}/{request.ArtifactPath}", null);
        var content = new NewModelVersion
        {
            Name = request.ModelName,
            Source = source,
            RunId = request.RunId,
            ModelId = modelId,
            Description = run.Tags.TryGetValue(MlflowTags.Note, out string? note) ? Cut(note) : null,
            Tags = [new(request.Metric, value)],
        };
        return await store.CreateModelVersionAsync(content, cancellationToken).ConfigureAwait(false);
    }

    private static string Cut(string text) =>
        text.Length <= MlflowLimits.DescriptionLength ? text : text[..(MlflowLimits.DescriptionLength - 1)] + "…";

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
