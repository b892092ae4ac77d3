using System.Text.Json.Serialization;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Confidence;

/// <summary>Calibration of a model's probabilities, with its answers on the clips it was fitted on. A model's file keeps it.</summary>
/// <remarks>Calibrated probabilities are softmax(weights x log p + biases). Deterministic to the bit.</remarks>
public sealed record ProbabilityCalibration
{
    /// <summary>Smallest normal float32, 2^-126.</summary>
    public const double SmallestSingle = 1.1754943508222875e-38;

    /// <summary>Rule of the calibration.</summary>
    [JsonPropertyName("method")]
    public required CalibrationMethod Method { get; init; }

    /// <summary>The division that held out the clips it was fitted on: validation or inner_folds.</summary>
    [JsonPropertyName("held_out_by")]
    public required string HeldOutBy { get; init; }

    /// <summary>Number of these clips.</summary>
    [JsonPropertyName("clips")]
    public required int Clips { get; init; }

    /// <summary>The reason for which nothing was fitted, as a clause; null if it was.</summary>
    [JsonPropertyName("obstacle")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Obstacle { get; init; }

    /// <summary>Temperature: above 1, probabilities were too sure. Null for another method.</summary>
    [JsonPropertyName("temperature")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Temperature { get; init; }

    /// <summary>Factor of the log-probability of each class; empty if nothing was fitted.</summary>
    [JsonPropertyName("weights")]
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>Offset of the log-probability of each class; empty if nothing was fitted.</summary>
    [JsonPropertyName("biases")]
    public IReadOnlyList<double> Biases { get; init; } = [];

    /// <summary>Probabilities below this count as this.</summary>
    [JsonPropertyName("smallest")]
    public double Smallest { get; init; } = SmallestSingle;

    /// <summary>Mean negative log-likelihood of the held-out clips before calibration.</summary>
    [JsonPropertyName("loss_before")]
    public double LossBefore { get; init; }

    /// <summary>The same after calibration.</summary>
    [JsonPropertyName("loss_after")]
    public double LossAfter { get; init; }

    /// <summary>Answers and correct answers on the held-out clips for rising thresholds; the first is 0.</summary>
    [JsonPropertyName("steps")]
    public IReadOnlyList<ConfidenceStep> Steps { get; init; } = [];

    /// <summary>Bounds of sets of labels, by rising coverage.</summary>
    [JsonPropertyName("conformal")]
    public IReadOnlyList<ConformalLevel> Conformal { get; init; } = [];

    /// <summary>True if probabilities are changed.</summary>
    [JsonIgnore]
    public bool IsFitted => Weights.Count > 0;

    /// <summary>Calibrates the probabilities of one clip.</summary>
    /// <param name="probabilities">Shape [K]; overwritten. Left as it is if nothing was fitted.</param>
    public void Apply(Span<double> probabilities)
    {
        if (!IsFitted)
        {
            return;
        }

        for (var k = 0; k < probabilities.Length; k++)
        {
            probabilities[k] = (Weights[k] * DeterministicMath.Log(Math.Max(probabilities[k], Smallest))) + Biases[k];
        }

        Softmax.Apply(probabilities);
    }
}
