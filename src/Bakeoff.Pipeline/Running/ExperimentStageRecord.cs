using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Running;

/// <summary>One stage as an experiment last used it.</summary>
/// <param name="Fingerprint">The cache key.</param>
/// <param name="Content">The content that the key is a digest of.</param>
/// <param name="Outputs">Digest of the outputs.</param>
/// <param name="FinishedAt">When the stage ended, UTC.</param>
/// <param name="Seconds">Duration of the run that computed it, in seconds.</param>
public sealed record ExperimentStageRecord(
    string Fingerprint,
    FingerprintContent Content,
    string Outputs,
    DateTimeOffset FinishedAt,
    double Seconds);
