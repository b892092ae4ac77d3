namespace Bakeoff.Onnx.Classifiers;

/// <summary>Softmax over linear scores: multinomial logistic regression, linear discriminant analysis.</summary>
/// <param name="Coefficients">Shape [K, F + 1], the intercept last.</param>
public sealed record LinearHead(double[] Coefficients) : ClassifierHead;
