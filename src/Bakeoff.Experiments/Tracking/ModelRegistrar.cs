using Bakeoff.Experiments.ModelFiles;
using Bakeoff.Experiments.Projects;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Registering;
using Bakeoff.Models.Storage;
using Bakeoff.Onnx;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Registers the model of a training where the experiment asks for it.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal static class ModelRegistrar
{
    private const string OutcomeTag = "bakeoff.registration";

    /// <summary>
    /// Makes a version with the training's model in ONNX and moves the alias to it if the model is better than the alias' present one; the
    /// decision is in a tag of the run too. The models of several folds make one version, which averages their probabilities.
    /// </summary>
    /// <param name="tracking">The store, and what the experiment asks for.</param>
    /// <param name="training">The training whose model it is.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>
    /// The decision; null when the experiment asks for none. A store that says no or nothing is a decision too: results are never lost by
    /// it.
    /// </returns>
    public static async Task<RegistrationResult?> RegisterAsync(
        TrackingContext tracking,
        StoreEntry training,
        CancellationToken cancellationToken)
    {
        if (tracking.Experiment.Options.Tracking.Register is null)
        {
            return null;
        }

        if (tracking.Memory.Find(training.Record.Fingerprint, tracking.Store.TrackingUri) is not { } run)
        {
            return new RegistrationResult(
                null,
                $"Not registered: {tracking.Store.TrackingUri} has no run of this training. Train again with --force, or set "
                    + $"MLFLOW_TRACKING_URI to the server that has it.");
        }

        try
        {
            var runId = !tracking.Server.IsAnswering
                ? null
                : run.RunId ?? await FindRunIdAsync(tracking, run, cancellationToken).ConfigureAwait(false);
            return runId is null
                ? new RegistrationResult(
                    null,
                    $"Not registered: {tracking.Store.TrackingUri} lacks the results. Send them with '{CommandName.Typed} sync', then run "
                        + $"{CommandName.Hint("register", tracking.Experiment.Name)}.")
                : await RegisterAsync(tracking, training, runId, cancellationToken).ConfigureAwait(false);
        }
        catch (OnnxExportException exception)
        {
            return new RegistrationResult(null, $"Not registered: MLflow loads models in ONNX, and {exception.Message}");
        }
        catch (MlflowException exception)
        {
            return new RegistrationResult(
                null,
                $"Not registered: {exception.Message} Afterwards, {CommandName.Hint("register", tracking.Experiment.Name)} tries again.");
        }
    }

    private static async Task<RegistrationResult> RegisterAsync(
        TrackingContext tracking,
        StoreEntry training,
        string runId,
        CancellationToken cancellationToken)
    {
        var options = tracking.Experiment.Options.Tracking;
        var folder = Directory.CreateTempSubdirectory("bakeoff-model-").FullName;
        try
        {
            List<TrainedModel> models = [.. ModelFolders.Find(training.Folder).Select(static model => TrainedModel.Load(model.Folder))];
            var (description, _) = OnnxModelFolder.Write(folder, models, training.Record.FinishedAt);
            var request = new RegistrationRequest
            {
                ModelName = options.Register!,
                RunId = runId,
                ArtifactPath = OnnxModelFolder.Name,
                Folder = folder,
                Model = description,
                Metric = MetricKeys.Of(options.Metric),
                HigherIsBetter = options.HigherIsBetter,
                Alias = options.Alias,
            };
            var outcome = await tracking.Store.RegisterIfBetterAsync(request, cancellationToken).ConfigureAwait(false);
            if (!outcome.WasRegistered)
            {
                await tracking.Store.SetTagAsync(runId, OutcomeTag, outcome.Reason, cancellationToken).ConfigureAwait(false);
            }

            return outcome;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string?> FindRunIdAsync(TrackingContext tracking, RunReference run, CancellationToken cancellationToken)
    {
        var experiment = await tracking.Store.FindExperimentAsync(tracking.ExperimentName, cancellationToken).ConfigureAwait(false);
        var found = experiment is null
            ? null
            : await tracking.Store.FindRunByClientKeyAsync(experiment.ExperimentId, run.ClientKey, cancellationToken).ConfigureAwait(false);
        return found?.Info.RunId;
    }
}
