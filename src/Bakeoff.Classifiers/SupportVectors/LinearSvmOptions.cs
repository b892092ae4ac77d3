using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Support vector machine with linear kernel, one against one, as scikit-learn's SVC(kernel="linear").</summary>
[Kind("linear_svm")]
public sealed record LinearSvmOptions : ClassifierOptions
{
    /// <summary>Price of a training clip on the wrong side: small values regularise strongly. Above 0. Default 1.</summary>
    [JsonPropertyName("c")]
    [Range(1e-9, 1e9)]
    public double C { get; init; } = 1;
}
