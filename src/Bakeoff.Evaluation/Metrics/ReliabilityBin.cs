namespace Bakeoff.Evaluation.Metrics;

/// <summary>The clips whose prediction was made with a certain confidence.</summary>
/// <param name="Low">Lower edge of the bin; open.</param>
/// <param name="High">Upper edge of the bin; closed.</param>
/// <param name="Count">Clips in the bin.</param>
/// <param name="Confidence">Their mean confidence; 0 for an empty bin.</param>
/// <param name="Accuracy">Share of them that was recognised; 0 for an empty bin.</param>
public sealed record ReliabilityBin(double Low, double High, int Count, double Confidence, double Accuracy);
