using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Results;

/// <summary>Probabilities of the test clips before and after calibration, and answers that go by them.</summary>
public sealed record ConfidenceScore
{
    /// <summary>Calibration of each fold's model.</summary>
    [JsonPropertyName("folds")]
    public required IReadOnlyList<FoldCalibration> Folds { get; init; }

    /// <summary>Before calibration.</summary>
    [JsonPropertyName("before")]
    public required CalibrationScore Before { get; init; }

    /// <summary>After calibration.</summary>
    [JsonPropertyName("after")]
    public required CalibrationScore After { get; init; }

    /// <summary>Answers and correct answers for rising thresholds; empty where no fold was calibrated.</summary>
    [JsonPropertyName("rejection")]
    public required IReadOnlyList<RejectionScore> Rejection { get; init; }

    /// <summary>Sets of labels for each stated coverage; empty where no fold was calibrated.</summary>
    [JsonPropertyName("sets")]
    public required IReadOnlyList<CoverageScore> Sets { get; init; }
}
