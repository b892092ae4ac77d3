namespace Bakeoff.Classifiers.Trees;

/// <summary>Limits on the nodes of a tree.</summary>
/// <param name="FeaturesPerNode">Features considered in each node.</param>
/// <param name="MinLeaf">Smallest number of clips in a leaf.</param>
internal sealed record TreeGrowth(int FeaturesPerNode, int MinLeaf);
