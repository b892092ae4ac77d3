namespace Bakeoff.Classifiers.Selection;

/// <summary>A candidate and what it reached on the inner folds.</summary>
/// <param name="Classifier">Kind and hyper-parameters.</param>
/// <param name="InnerUar">UAR over the inner folds, pooled; null where there was no choice to make.</param>
public sealed record JudgedCandidate(ClassifierOptions Classifier, double? InnerUar);
