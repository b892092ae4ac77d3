using Bakeoff.Mlflow.Runs;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>
/// Time limits of an experiment's stages for a tracking server: seconds at first, one second once it did not answer. Missing entries wait
/// in a journal.
/// </summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal sealed class ServerPatience
{
    private static readonly TimeSpan AtStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AtEnd = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OnceSilent = TimeSpan.FromSeconds(1);
    private volatile bool _wasSilent;

    /// <summary>True if the server has answered so far, or was not asked.</summary>
    public bool IsAnswering => !_wasSilent;

    /// <summary>Time for delivering what earlier processes left.</summary>
    public static TimeSpan ForRecovery => AtStart;

    /// <summary>The options with times to wait.</summary>
    public RunOptions Apply(RunOptions options) =>
        options with
        {
            StartTimeout = _wasSilent ? OnceSilent : AtStart,
            EndTimeout = _wasSilent ? OnceSilent : AtEnd,
        };

    /// <summary>The options of a run that has little to send: no end is waited for longer than a start.</summary>
    public static RunOptions ApplyShort(RunOptions options) => options with { StartTimeout = AtStart, EndTimeout = AtStart };

    /// <summary>Learns from how a run began or ended.</summary>
    public void Learn(bool hasAnswered) => _wasSilent = !hasAnswered;
}
