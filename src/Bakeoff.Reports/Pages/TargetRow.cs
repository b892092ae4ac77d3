using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Test metrics of a predicted number, such as arousal; not a number where a metric is not defined.</summary>
/// <param name="Target">Name of the target.</param>
/// <param name="Ccc">Concordance correlation with its interval.</param>
/// <param name="Pearson">Pearson's correlation.</param>
/// <param name="MeanAbsoluteError">Mean size of the errors, in the target's unit.</param>
/// <param name="RootMeanSquaredError">Root of the mean squared error, in the target's unit.</param>
/// <param name="Clips">Test clips of which the corpus states it.</param>
public sealed record TargetRow(
    string Target, Estimate Ccc, double Pearson, double MeanAbsoluteError, double RootMeanSquaredError, long Clips);
