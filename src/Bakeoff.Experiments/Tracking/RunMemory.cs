using System.Text;
using Bakeoff.Experiments.Sessions;
using Bakeoff.Mlflow;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Remembers which MLflow run belongs to which training, so that evaluation and report add to it and a cached training makes no second one.</summary>
/// <param name="Folder">Folder of small files, one a training.</param>
[OutsideFingerprint("records what happens; cannot change a result")]
internal sealed record RunMemory(string Folder)
{
    /// <summary>The memory of a project.</summary>
    public static RunMemory Of(Workspace workspace) => new(Path.Combine(workspace.ArtifactsFolder, "tracking"));

    /// <summary>Remembers the run of a training.</summary>
    /// <param name="trainingFingerprint">Fingerprint of the train stage.</param>
    /// <param name="trackingUri">Store that the run is in.</param>
    /// <param name="runId">The run.</param>
    public void Remember(string trainingFingerprint, string trackingUri, string runId) =>
        AtomicFile.Write(PathOf(trainingFingerprint), Encoding.UTF8.GetBytes($"{trackingUri}\n{runId}\n"));

    /// <summary>The run of a training in a store.</summary>
    /// <returns>Its identifier, or null when the training was not recorded there.</returns>
    public string? Find(string trainingFingerprint, string trackingUri)
    {
        try
        {
            return File.ReadAllLines(PathOf(trainingFingerprint)) is [var uri, var runId, ..] && uri == trackingUri ? runId : null;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The run of a training, if the store still has it: people delete runs, and that is no reason to fail.</summary>
    public async Task<string?> FindAsync(string trainingFingerprint, IMlflowStore store, CancellationToken cancellationToken)
    {
        if (Find(trainingFingerprint, store.TrackingUri) is not { } runId)
        {
            return null;
        }

        try
        {
            await store.GetRunAsync(runId, cancellationToken).ConfigureAwait(false);
            return runId;
        }
        catch (MlflowException fault) when (fault.ErrorCode == MlflowErrorCodes.ResourceDoesNotExist)
        {
            return null;
        }
    }

    private string PathOf(string trainingFingerprint) => Path.Combine(Folder, trainingFingerprint[..32] + ".run");
}
