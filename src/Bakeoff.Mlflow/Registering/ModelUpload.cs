using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Models;

namespace Bakeoff.Mlflow.Registering;

/// <summary>Sends a model's files to where versions of a registered model have them: a logged model on MLflow 3, else the run.</summary>
internal static class ModelUpload
{
    private const string SystemMetrics = "system/";

    private const string ForbiddenInNames = "/:.%\"'";

    /// <summary>Sends the files.</summary>
    /// <returns>The source of a version, and the logged model; null where there are none.</returns>
    internal static async Task<(string Source, string? ModelId)> SendAsync(
        IMlflowStore store,
        RegistrationRequest request,
        Run run,
        string folder,
        ModelDescription model,
        CancellationToken cancellationToken)
    {
        if (await store.SupportsLoggedModelsAsync(cancellationToken).ConfigureAwait(false))
        {
            LoggedModel logged = await CreateLoggedModelAsync(store, request, run, cancellationToken).ConfigureAwait(false);
            await FillAsync(store, logged, folder, model, cancellationToken).ConfigureAwait(false);
            return ($"models:/{logged.ModelId}", logged.ModelId);
        }

        await WriteAsync(
                folder,
                model.ToText(request.RunId, request.ArtifactPath),
                (path, content) => store.WriteArtifactAsync(
                    request.RunId, $"{request.ArtifactPath}/{path}", content, cancellationToken: cancellationToken))
            .ConfigureAwait(false);
        string history = AddToHistory(run, model.ToHistoryEntry(request.RunId, request.ArtifactPath), request.ArtifactPath);
        await store.SetTagAsync(request.RunId, MlflowTags.LoggedModels, history, cancellationToken).ConfigureAwait(false);
        return ($"{run.Info.ArtifactUri.TrimEnd('/')}/{request.ArtifactPath}", null);
    }

    private static async Task<LoggedModel> CreateLoggedModelAsync(
        IMlflowStore store, RegistrationRequest request, Run run, CancellationToken cancellationToken)
    {
        var content = new NewLoggedModel
        {
            ExperimentId = run.Info.ExperimentId,
            Name = string.Concat(request.ModelName.Select(c => ForbiddenInNames.Contains(c, StringComparison.Ordinal) ? '_' : c)),
            SourceRunId = request.RunId,
            Parameters = [.. run.Parameters.Take(MlflowLimits.BatchParameters)],
        };
        LoggedModel logged = await store.CreateLoggedModelAsync(content, cancellationToken).ConfigureAwait(false);
        await store.LogModelOutputAsync(request.RunId, logged.ModelId, step: 0, cancellationToken).ConfigureAwait(false);
        Metric[] results = [.. run.Metrics.Values.Where(metric => !metric.Key.StartsWith(SystemMetrics, StringComparison.Ordinal))];
        await store.LogModelMetricsAsync(request.RunId, logged.ModelId, results, cancellationToken).ConfigureAwait(false);
        return logged;
    }

    private static async Task FillAsync(
        IMlflowStore store, LoggedModel logged, string folder, ModelDescription model, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(
                    folder,
                    model.ToText(logged.SourceRunId, logged.ArtifactUri, logged.ModelId),
                    (path, content) => store.WriteLoggedModelFileAsync(logged, path, content, cancellationToken))
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MlflowException or IOException)
        {
            await store.FinishLoggedModelAsync(logged.ModelId, isReady: false, cancellationToken).ConfigureAwait(false);
            throw;
        }

        await store.FinishLoggedModelAsync(logged.ModelId, isReady: true, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(string folder, string description, Func<string, Stream, Task> write)
    {
        foreach ((string file, string path) in MlflowArtifacts.FindFiles(folder, folder: null))
        {
            if (path != ModelDescription.FileName)
            {
                FileStream content = File.OpenRead(file);
                await using (content.ConfigureAwait(false))
                {
                    await write(path, content).ConfigureAwait(false);
                }
            }
        }

        // Last: a folder with this file is a complete model.
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(description));
        await write(ModelDescription.FileName, text).ConfigureAwait(false);
    }

    private static string AddToHistory(Run run, string entry, string artifactPath)
    {
        IEnumerable<string> others = ReadHistory(run)
            .Where(known => (string?)known["artifact_path"] != artifactPath)
            .Select(known => known.ToJsonString());
        return $"[{string.Join(", ", others.Append(entry))}]";
    }

    private static IEnumerable<JsonObject> ReadHistory(Run run)
    {
        try
        {
            return run.Tags.TryGetValue(MlflowTags.LoggedModels, out string? tag)
                ? JsonNode.Parse(tag)!.AsArray().OfType<JsonObject>()
                : [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Servers cut long tags.
            return [];
        }
    }
}
