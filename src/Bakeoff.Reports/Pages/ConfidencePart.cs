using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>The part of an experiment's page on the probabilities.</summary>
public sealed record ConfidencePart
{
    /// <summary>Words on the calibration, one paragraph each; empty where there was none.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Confidence of each test clip, and if it was right.</summary>
    public IReadOnlyList<(float Confidence, bool IsRight)> Answers { get; init; } = [];

    /// <summary>Bins of the reliability diagram before calibration; empty where there was none.</summary>
    public IReadOnlyList<ReliabilityBin> Before { get; init; } = [];

    /// <summary>Expected calibration error before calibration.</summary>
    public double? ErrorBefore { get; init; }

    /// <summary>Answers above a probability; empty where nothing was calibrated.</summary>
    public IReadOnlyList<RejectionRow> Rejection { get; init; } = [];

    /// <summary>Sets of labels; empty where nothing was calibrated.</summary>
    public IReadOnlyList<LabelSetRow> Sets { get; init; } = [];
}
