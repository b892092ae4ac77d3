namespace Bakeoff.Classifiers;

/// <summary>Rows to train a classifier on.</summary>
/// <param name="Rows">Features of shape [N, F].</param>
/// <param name="Classes">Class of each row, 0 to ClassCount - 1.</param>
/// <param name="ClassCount">Number of classes, at least 2.</param>
public sealed record TrainingRows(DesignMatrix Rows, int[] Classes, int ClassCount);
