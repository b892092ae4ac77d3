namespace Bakeoff.Evaluation.Splits;

/// <summary>All folds of a split and what their sides have in common.</summary>
/// <param name="Folds">Folds in the order to run them.</param>
/// <param name="Audit">The leakage audit.</param>
public sealed record SplitResult(IReadOnlyList<SplitFold> Folds, LeakageAudit Audit);
