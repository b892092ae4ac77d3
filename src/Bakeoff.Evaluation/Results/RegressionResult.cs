namespace Bakeoff.Evaluation.Results;

/// <summary>Metrics of a system that predicts numbers, and their breakdown by target, fold, speaker and text.</summary>
/// <remarks>
/// A metric without a target's name, such as <c>ccc</c>, is the mean over the targets; <c>ccc_arousal</c> is that of one target.
/// </remarks>
public sealed record RegressionResult : EvaluationResult
{
    /// <summary>Targets that were predicted, in the order of the experiment.</summary>
    public required IReadOnlyList<TargetScore> Targets { get; init; }

    /// <summary>Number of test clips, with and without true numbers.</summary>
    public required long Clips { get; init; }

    /// <summary>
    /// Names of metrics that are not defined for these clips, such as the correlation of a target with one value only; means over targets
    /// are not defined where one of them is not.
    /// </summary>
    public required IReadOnlyList<string> Undefined { get; init; }

    /// <summary>Metrics of each fold, in order of appearance.</summary>
    public required IReadOnlyList<RegressionGroupScore> Folds { get; init; }

    /// <summary>Metrics of each speaker, in ordinal order; empty if the corpus names none.</summary>
    public required IReadOnlyList<RegressionGroupScore> Speakers { get; init; }

    /// <summary>Metrics of each text, in ordinal order; empty if the corpus names none.</summary>
    public required IReadOnlyList<RegressionGroupScore> Texts { get; init; }

    /// <summary>Metrics by the values of each column that the experiment names under <c>evaluate.groups</c>. Default: none.</summary>
    public IReadOnlyList<GroupBreakdown> Groups { get; init; } = [];

    /// <inheritdoc/>
    public override long ClipCount => Clips;

    /// <inheritdoc/>
    public override string HeadlineName => "ccc";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Fold, double Value)> FoldHeadlines =>
        [.. Folds.Where(static fold => fold.Ccc is not null).Select(static fold => (fold.Name, fold.Ccc!.Value))];

    /// <summary>Name of the metric of one target, without <c>test_</c>.</summary>
    /// <param name="metric">Name of the metric, such as <c>ccc</c>.</param>
    /// <param name="target">Name of the target.</param>
    public static string NameOf(string metric, string target) => $"{metric}_{target}";
}
