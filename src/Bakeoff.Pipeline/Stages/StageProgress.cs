using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Stages;

/// <summary>How far a stage is.</summary>
/// <param name="Done">Units finished so far.</param>
/// <param name="Total">Units in all; 0 when not known.</param>
/// <param name="Unit">What is counted, such as <c>clips</c> or <c>epochs</c>.</param>
/// <param name="Detail">Optional text, such as the latest figures.</param>
[OutsideFingerprint("carries results and makes none")]
public readonly record struct StageProgress(long Done, long Total, string Unit, string? Detail = null);
