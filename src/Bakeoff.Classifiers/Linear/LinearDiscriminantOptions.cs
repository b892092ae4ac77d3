using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Linear discriminant analysis with a shrunken covariance, as scikit-learn's LinearDiscriminantAnalysis(solver="lsqr", shrinkage=...).</summary>
[Kind("linear_discriminant")]
public sealed record LinearDiscriminantOptions : ClassifierOptions
{
    /// <summary>Weight of the spherical covariance against the measured one: 1 leaves only distances to the class means. Above 0, at most 1. Default 0.3.</summary>
    [JsonPropertyName("shrinkage")]
    [Range(1e-9, 1.0)]
    public double Shrinkage { get; init; } = 0.3;
}
