using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Results;

/// <summary>Metrics of predicted numbers for some test clips, means over the targets: those of a fold, a speaker or a text.</summary>
/// <param name="Name">The fold, speaker or text.</param>
/// <param name="Clips">Number of test clips.</param>
/// <param name="Ccc">Concordance correlation; null where it is not defined for a target.</param>
/// <param name="MeanAbsoluteError">Mean size of the errors; null where a target is not stated.</param>
/// <param name="RootMeanSquaredError">Root of the mean squared error; null where a target is not stated.</param>
public sealed record RegressionGroupScore(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("clips")] int Clips,
    [property: JsonPropertyName("ccc")] double? Ccc,
    [property: JsonPropertyName("mae")] double? MeanAbsoluteError,
    [property: JsonPropertyName("rmse")] double? RootMeanSquaredError);
