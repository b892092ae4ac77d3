namespace Bakeoff.Reports.Pages;

/// <summary>Test metrics of one text.</summary>
/// <param name="Text">What is said, as the data set names it.</param>
/// <param name="Uar">Unweighted average recall over the text's clips, 0..1.</param>
/// <param name="Accuracy">Accuracy over the text's clips, 0..1.</param>
/// <param name="Clips">Number of the text's test clips.</param>
public sealed record TextRow(string Text, double Uar, double Accuracy, long Clips);
