namespace Bakeoff.Reports.Charts;

/// <summary>Predictions of about equal confidence.</summary>
/// <param name="Low">Lowest confidence of the bin, 0..1.</param>
/// <param name="High">Highest confidence of the bin, 0..1.</param>
/// <param name="Clips">Number of predictions in the bin; zero leaves it empty.</param>
/// <param name="MeanConfidence">Mean probability given to the predicted class, 0..1.</param>
/// <param name="Accuracy">Share of the predictions that were right, 0..1.</param>
public sealed record ReliabilityBin(double Low, double High, long Clips, double MeanConfidence, double Accuracy);
