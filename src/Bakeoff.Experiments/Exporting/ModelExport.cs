using Bakeoff.Experiments.ModelFiles;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Tracking;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Models;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Storage;
using Bakeoff.Onnx;
using Bakeoff.Options.Files;

namespace Bakeoff.Experiments.Exporting;

/// <summary>
/// Exports a finished experiment: ONNX files, an MLflow model folder and a model card under <c>artifacts/experiments/NAME/export/</c>, and
/// the same in its MLflow run.
/// </summary>
public static class ModelExport
{
    /// <summary>Name of the folder among the experiment's results and among the run's artifacts.</summary>
    public const string FolderName = OnnxModelFolder.Name;

    /// <summary>The model card.</summary>
    public const string CardFile = "MODEL_CARD.md";

    /// <summary>
    /// Exports the model of every fold, and the mean of them where there are several. The folder of an earlier export is replaced as a
    /// whole once the new one is complete.
    /// </summary>
    /// <param name="session">The experiment, opened.</param>
    /// <param name="cancellationToken">Stops between folds and while sending to MLflow.</param>
    /// <exception cref="NotFinishedException">The experiment is not evaluated, or a stored result is damaged.</exception>
    /// <exception cref="ModelFormatException">A model's files cannot be used.</exception>
    /// <exception cref="OnnxExportException">A layer has no ONNX form.</exception>
    public static async Task<ExportResult> ExportAsync(ExperimentSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var finished = FinishedExperiment.Open(session);
        var folder = Path.Combine(session.Workspace.ResultsFolder(session.Experiment.Name), FolderName);
        using var whole = new AtomicFolder(folder);
        var written = WriteModels(finished, whole.Pending, cancellationToken);
        await File.WriteAllTextAsync(
                Path.Combine(whole.Pending, CardFile),
                ModelCard.Write(finished, CardModels(finished, written)),
                cancellationToken)
            .ConfigureAwait(false);
        whole.MoveIntoPlace();
        var models = written.ConvertAll(w => new ExportedModel(
            w.Fold,
            Path.Combine(folder, w.Subfolder),
            FilesOf(Path.Combine(folder, w.Subfolder)),
            w.FrontEndObstacle));
        var (runId, problem) = await TryLogAsync(session, finished, folder, written, cancellationToken).ConfigureAwait(false);
        return new ExportResult(session.Experiment.Name, folder, models, runId, session.Tracking.TrackingUri, problem);
    }

    /// <summary>Writes the model of the experiment to the root, and where it is the mean of several folds, each of them below.</summary>
    private static List<WrittenModel> WriteModels(FinishedExperiment finished, string pending, CancellationToken cancellationToken)
    {
        List<TrainedModel> models = [.. finished.Folds.Select(finished.Model)];
        List<(string? Fold, IReadOnlyList<TrainedModel> Models)> all = [(null, models)];
        if (models.Count > 1)
        {
            all.AddRange(finished.Folds.Zip(models, static (fold, model) => ((string?)fold.Name, (IReadOnlyList<TrainedModel>)[model])));
        }

        return all.ConvertAll(part =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var subfolder = part.Fold is null ? "" : ModelFolders.FoldFolder(part.Fold);
            var target = Path.Combine(pending, subfolder);
            var (description, obstacle) = OnnxModelFolder.Write(target, part.Models, finished.Training.Record.FinishedAt);
            return new WrittenModel(part.Fold, subfolder, part.Models, description, FilesOf(target), obstacle);
        });
    }

    private static List<CardModel> CardModels(FinishedExperiment finished, List<WrittenModel> written) =>
    [
        .. finished.Folds.Zip(
            written.Where(model => model.Models.Count == 1),
            static (fold, model) => new CardModel(fold, model.Models[0], model.Files, model.FrontEndObstacle)),
    ];

    /// <summary>Reports the failure of a tracking server as a text, because the files on disk are complete all the same.</summary>
    private static async Task<(string? RunId, string? Problem)> TryLogAsync(
        ExperimentSession session,
        FinishedExperiment finished,
        string folder,
        List<WrittenModel> written,
        CancellationToken cancellationToken)
    {
        try
        {
            return await LogAsync(session, finished, folder, written, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException exception)
        {
            return (null, $"{exception.Message} The files on disk are complete; the same command tries again.");
        }
    }

    /// <summary>Adds the export to the run of the training, where MLflow then shows it as a model.</summary>
    private static async Task<(string? RunId, string? Problem)> LogAsync(
        ExperimentSession session,
        FinishedExperiment finished,
        string folder,
        List<WrittenModel> written,
        CancellationToken cancellationToken)
    {
        var tracking = new TrackingContext(
            session.Tracking,
            session.Experiment,
            RunMemory.Of(session.Workspace),
            new Lazy<Task<GitState?>>(static () => Task.FromResult<GitState?>(null)));
        await using var run = await tracking.TryAddAsync(finished.Training.Record.Fingerprint, cancellationToken).ConfigureAwait(false);
        if (run is null)
        {
            return (null, Problems(tracking.Server));
        }

        foreach (var model in written)
        {
            var path = model.Subfolder.Length == 0 ? FolderName : $"{FolderName}/{model.Subfolder}";
            await run.LogModelAsync(Path.Combine(folder, model.Subfolder), path, model.Description, cancellationToken)
                .ConfigureAwait(false);
        }

        await run.LogArtifactAsync(Path.Combine(folder, CardFile), FolderName, cancellationToken).ConfigureAwait(false);
        var end = await run.CompleteAsync().ConfigureAwait(false);
        tracking.Server.Learn(tracking.Store, end);
        return (run.RunId, Problems(tracking.Server));
    }

    private static string? Problems(ServerState server) =>
        server.TakeNotices() is { Count: > 0 } notices ? string.Join(' ', notices) : null;

    private static List<(string Name, long Bytes)> FilesOf(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => (f.Name, f.Length))];

    private sealed record WrittenModel(
        string? Fold,
        string Subfolder,
        IReadOnlyList<TrainedModel> Models,
        ModelDescription Description,
        IReadOnlyList<(string Name, long Bytes)> Files,
        string? FrontEndObstacle);
}
