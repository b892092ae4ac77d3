using System.Security.Cryptography;
using System.Text;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>
/// Remembers which MLflow run belongs to which training, so that evaluation and report add to it and a cached training makes no second one.
/// </summary>
/// <param name="Folder">Folder of small files, one a training, fold or sweep.</param>
[OutsideFingerprint("records what happens; cannot change a result")]
internal sealed record RunMemory(string Folder)
{
    /// <summary>The memory of a project.</summary>
    public static RunMemory Of(Workspace workspace) => new(Path.Combine(workspace.ArtifactsFolder, "tracking"));

    /// <summary>Key of one fold of a training.</summary>
    public static string FoldKey(string trainingFingerprint, string fold) => Join(trainingFingerprint, fold);

    /// <summary>Key of a member's training as a child of a sweep's run.</summary>
    public static string ChildKey(RunReference parent, string member, string trainingFingerprint) =>
        Join(parent.ClientKey, $"{member}/{trainingFingerprint}");

    /// <summary>Remembers the run of a training.</summary>
    /// <param name="key">Fingerprint of the train stage, or another key in hex.</param>
    /// <param name="trackingUri">Store that the run is in.</param>
    /// <param name="run">The run.</param>
    public void Remember(string key, string trackingUri, RunReference run) =>
        AtomicFile.Write(PathOf(key), Encoding.UTF8.GetBytes($"{trackingUri}\n{run.ClientKey}\n{run.RunId}\n"));

    /// <summary>The run of a training in a store.</summary>
    /// <returns>The run, or null when the training was not recorded there.</returns>
    public RunReference? Find(string key, string trackingUri)
    {
        try
        {
            return File.ReadAllLines(PathOf(key)) is [var uri, var clientKey, var runId, ..] && uri == trackingUri
                ? new RunReference(clientKey, runId.Length == 0 ? null : runId)
                : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static string Join(string one, string other) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{one}/{other}")));

    private string PathOf(string key) => Path.Combine(Folder, key[..32] + ".run");
}
