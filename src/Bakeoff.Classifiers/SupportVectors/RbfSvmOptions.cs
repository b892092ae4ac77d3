using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Support vector machine with Gaussian kernel, one against one, as scikit-learn's SVC.</summary>
[Kind("rbf_svm")]
public sealed record RbfSvmOptions : ClassifierOptions
{
    /// <summary>Price of a training clip on the wrong side: small values regularise strongly. Above 0. Default 1.</summary>
    [JsonPropertyName("c")]
    [Range(1e-9, 1e9)]
    public double C { get; init; } = 1;

    /// <summary>Width: the kernel is exp(-gamma d^2). Above 0. Default: 1 / (features x variance of all training values), scikit-learn's "scale".</summary>
    [JsonPropertyName("gamma")]
    [Range(1e-12, 1e6)]
    public double? Gamma { get; init; }
}
