using Bakeoff.Evaluation.Metrics;

namespace Bakeoff.Evaluation.Results;

/// <summary>Metrics of a system that classifies, and their breakdown by class, fold, speaker and text; with those of numbers that it predicts
/// as well.</summary>
public sealed record ClassificationResult : EvaluationResult
{
    /// <summary>Counts of truth against prediction over all folds.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>Metrics of each class, in the order of the labels.</summary>
    public required IReadOnlyList<ClassScore> Classes { get; init; }

    /// <summary>Calibration of the probabilities; null without probabilities.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>Probabilities before and after calibration; null where no calibration was asked for.</summary>
    public ConfidenceScore? Confidence { get; init; }

    /// <summary>Answers where uncertain ones are withheld; null where the experiment withholds none.</summary>
    public AnsweredScore? Answered { get; init; }

    /// <summary>Metrics of each fold, in order of appearance.</summary>
    public required IReadOnlyList<GroupScore> Folds { get; init; }

    /// <summary>Metrics of each speaker, in ordinal order; empty if the corpus names none.</summary>
    public required IReadOnlyList<GroupScore> Speakers { get; init; }

    /// <summary>Metrics of each text, in ordinal order; empty if the corpus names none.</summary>
    public required IReadOnlyList<GroupScore> Texts { get; init; }

    /// <summary>Metrics of the numbers that the same system predicts; null if it predicts none.</summary>
    public RegressionResult? Numbers { get; init; }

    /// <summary>Metrics by the values of each column that the experiment names under <c>evaluate.groups</c>. Default: none.</summary>
    public IReadOnlyList<GroupBreakdown> Groups { get; init; } = [];

    /// <inheritdoc/>
    public override long ClipCount => Numbers?.ClipCount ?? Confusion.Total;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, double Value)> Scalars() => [.. base.Scalars(), .. Numbers?.Scalars() ?? []];

    /// <inheritdoc/>
    public override string HeadlineName => "uar";

    /// <summary>Unweighted average recall, the headline metric, with its interval.</summary>
    public MetricResult Uar => this["uar"];

    /// <summary>Accuracy with its interval.</summary>
    public MetricResult Accuracy => this["accuracy"];

    /// <summary>Macro F1 with its interval.</summary>
    public MetricResult MacroF1 => this["macro_f1"];

    /// <inheritdoc/>
    public override IReadOnlyList<(string Fold, double Value)> FoldHeadlines =>
        [.. Folds.Select(static fold => (fold.Name, fold.UnweightedAverageRecall))];
}
