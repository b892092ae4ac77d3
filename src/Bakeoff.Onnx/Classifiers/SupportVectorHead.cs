namespace Bakeoff.Onnx.Classifiers;

/// <summary>One support vector machine for each pair of classes (first below second, in rising order), decided by votes; probabilities are a softmax over votes and squeezed margins.</summary>
/// <param name="SupportVectors">Shape [S, F].</param>
/// <param name="Weights">Shape [pairs, S].</param>
/// <param name="Offsets">Shape [pairs]; subtracted.</param>
/// <param name="Gamma">Width of the Gaussian kernel; null for the linear one.</param>
public sealed record SupportVectorHead(double[] SupportVectors, double[] Weights, double[] Offsets, double? Gamma) : ClassifierHead;
