namespace Bakeoff.Reports.Pages;

/// <summary>Test metrics of predicted numbers for a speaker or a text, means over the targets; not a number where not defined.</summary>
/// <param name="Name">The speaker or text.</param>
/// <param name="Ccc">Concordance correlation.</param>
/// <param name="MeanAbsoluteError">Mean size of the errors.</param>
/// <param name="RootMeanSquaredError">Root of the mean squared error.</param>
/// <param name="Clips">Test clips.</param>
public sealed record NumberGroupRow(string Name, double Ccc, double MeanAbsoluteError, double RootMeanSquaredError, long Clips);
