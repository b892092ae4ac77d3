using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Pipeline.Running;

/// <summary>A stage's state with the reasons for it.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="State">Its state.</param>
/// <param name="Reasons">The reasons for running it; empty when done.</param>
/// <param name="Content">The content of its fingerprint; null while an input has no result.</param>
/// <param name="Entry">Its result in the store; null unless done.</param>
public sealed record StageStatus(
    IStage Stage,
    StageState State,
    IReadOnlyList<RerunReason> Reasons,
    FingerprintContent? Content,
    StoreEntry? Entry);
