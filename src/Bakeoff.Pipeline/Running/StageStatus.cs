using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Pipeline.Running;

/// <summary>A stage's state and why it is so.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reasons">Why it must run; empty when done.</param>
/// <param name="Content">What its fingerprint is made of; null while an input has no result.</param>
/// <param name="Entry">Its result in the store; null unless done.</param>
public sealed record StageStatus(IStage Stage, StageState State, IReadOnlyList<RerunReason> Reasons, FingerprintContent? Content, StoreEntry? Entry);
