namespace Bakeoff.Onnx.Classifiers;

/// <summary>Mean of the shares in the leaves of decision trees; a node sends a clip left where its feature is at most the threshold.</summary>
/// <param name="Nodes">Shape [nodes, 4 + K]: feature (-1 for a leaf), threshold, left, right (numbers within the tree), then the shares of the classes.</param>
/// <param name="TreeStarts">First node of each tree.</param>
public sealed record ForestHead(double[] Nodes, int[] TreeStarts) : ClassifierHead;
