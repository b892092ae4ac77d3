namespace Bakeoff.Classifiers.Boosting;

/// <summary>Limits of a leaf.</summary>
/// <param name="MinLeaf">Smallest number of rows.</param>
/// <param name="MinWeight">Smallest sum of second derivatives, in the units of <see cref="DerivativeScale"/>; positive.</param>
/// <param name="L2">Penalty of squared values, in the same units.</param>
internal sealed record SplitLimits(int MinLeaf, double MinWeight, double L2);
