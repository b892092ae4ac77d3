namespace Bakeoff.Evaluation.Splits;

/// <summary>The folds of a split and their leakage audit.</summary>
/// <param name="Folds">Folds in the order to run them.</param>
/// <param name="Audit">The leakage audit.</param>
public sealed record SplitResult(IReadOnlyList<SplitFold> Folds, LeakageAudit Audit);
