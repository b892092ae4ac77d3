using Bakeoff.Experiments.Projects;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Registering;
using Bakeoff.Models.Storage;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Registers the model of a training where the experiment asks for it.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal static class ModelRegistrar
{
    private const string OutcomeTag = "bakeoff.registration";

    /// <summary>
    /// Makes a version and moves the alias to it if the model is better than the alias' present one; says why or why not, in a tag of the
    /// run too.
    /// </summary>
    /// <param name="tracking">The store, and what the experiment asks for.</param>
    /// <param name="trainingFingerprint">The training whose model it is.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>
    /// The decision; null when the experiment asks for none. A store that says no or nothing is a decision too: results are never lost by
    /// it.
    /// </returns>
    public static async Task<RegistrationResult?> RegisterAsync(
        TrackingContext tracking,
        string trainingFingerprint,
        CancellationToken cancellationToken)
    {
        var options = tracking.Experiment.Options.Tracking;
        if (options.Register is not { } model)
        {
            return null;
        }

        if (tracking.Memory.Find(trainingFingerprint, tracking.Store.TrackingUri) is not { } run)
        {
            return new RegistrationResult(
                null,
                $"Not registered: {tracking.Store.TrackingUri} has no run of this training. Train again with --force, or set "
                    + $"MLFLOW_TRACKING_URI to the server that has it.");
        }

        try
        {
            return await RegisterAsync(tracking, model, run, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException exception)
        {
            return new RegistrationResult(
                null,
                $"Not registered: {exception.Message} Afterwards, '{CommandName.Typed} register {tracking.Experiment.Name}' tries again.");
        }
    }

    private static async Task<RegistrationResult> RegisterAsync(
        TrackingContext tracking,
        string model,
        RunReference run,
        CancellationToken cancellationToken)
    {
        var options = tracking.Experiment.Options.Tracking;
        var runId = !tracking.Server.IsAnswering
            ? null
            : run.RunId ?? await FindRunIdAsync(tracking, run, cancellationToken).ConfigureAwait(false);
        if (runId is null)
        {
            return new RegistrationResult(
                null,
                $"Not registered: {tracking.Store.TrackingUri} lacks the results. Send them with '{CommandName.Typed} sync', then run "
                    + $"'{CommandName.Typed} register {tracking.Experiment.Name}'.");
        }

        var request = new RegistrationRequest
        {
            ModelName = model,
            RunId = runId,
            ArtifactPath = ModelFolders.Name,
            Metric = MetricKeys.Of(options.Metric),
            HigherIsBetter = options.HigherIsBetter,
            Alias = options.Alias,
        };
        var outcome = await tracking.Store.RegisterIfBetterAsync(request, cancellationToken).ConfigureAwait(false);
        await tracking.Store.SetTagAsync(runId, OutcomeTag, outcome.Reason, cancellationToken).ConfigureAwait(false);
        return outcome;
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
