namespace Bakeoff.Onnx.Classifiers;

/// <summary>Shares of the classes among the nearest training clips; of clips at equal distance the earlier is nearer.</summary>
/// <param name="Count">Neighbours that vote.</param>
/// <param name="Training">Shape [N, F].</param>
/// <param name="Labels">Class of each training clip, [N].</param>
public sealed record NeighbourHead(int Count, double[] Training, int[] Labels) : ClassifierHead;
