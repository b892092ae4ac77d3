using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>A run that was begun: by the key that this client gave it, and by its identifier if the store had answered by then.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
public sealed record RunReference(string ClientKey, string? RunId);
