namespace Bakeoff.Evaluation.Metrics;

/// <summary>How well one class is recognised.</summary>
/// <param name="Label">Name of the class.</param>
/// <param name="Precision">Share of the clips taken for it that are of it; 0 where none was.</param>
/// <param name="Recall">Share of its clips that were recognised; 0 where it has none.</param>
/// <param name="F1">Harmonic mean of both; 0 where both are 0.</param>
/// <param name="Support">Its clips.</param>
public sealed record ClassScore(string Label, double Precision, double Recall, double F1, long Support);
