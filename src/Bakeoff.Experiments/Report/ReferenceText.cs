using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Rows of figures that stand beside those of a system.</summary>
public static class ReferenceText
{
    /// <summary>Origin of the figure of a left-out rater.</summary>
    internal const string Rater = "a left-out rater";

    /// <summary>Baselines, a left-out rater where there are votes, and what others published.</summary>
    /// <param name="result">Metrics of the system.</param>
    /// <param name="references">Published figures.</param>
    public static IReadOnlyList<ReferenceRow> Rows(EvaluationResult result, IReadOnlyList<ReferenceOptions> references) =>
    [
        .. result is ClassificationResult classes ? Baselines([.. classes.Classes.Select(static of => (of.Label, (long)of.Support))]) : [],
        .. result.Find("rater_uar") is { } rater
            ? [new ReferenceRow(Rater, "uar", rater.Value, "against the label that most others chose")]
            : Array.Empty<ReferenceRow>(),
        .. Published(references),
    ];

    /// <summary>Chance and majority.</summary>
    /// <param name="classes">Every label that can be predicted, with the number of its test clips.</param>
    public static IEnumerable<ReferenceRow> Baselines(IReadOnlyList<(string Label, long Clips)> classes) =>
        Baseline.All(classes).SelectMany(static baseline =>
        {
            var what = baseline.Label is { } label ? $"always {label}" : "chance";
            var how = baseline.Label is null ? "each label equally probable" : "the most frequent label of the test clips";
            return new[]
            {
                new ReferenceRow(what, "uar", baseline.UnweightedAverageRecall, how),
                new ReferenceRow(what, "accuracy", baseline.Accuracy, how),
            };
        });

    /// <summary>Always the mean of the test clips, which no system that knows nothing can beat by RMSE; of several targets, means over them.</summary>
    /// <param name="targets">True numbers of each target.</param>
    public static IEnumerable<ReferenceRow> Baselines(IReadOnlyList<TargetPoints> targets)
    {
        const string What = "always the mean";
        const string How = "of the true numbers of the test clips";
        List<(double Absolute, double Square)> errors = [.. targets.Where(static target => target.Truth.Count > 0).Select(static target =>
        {
            var mean = target.Truth.Average(static number => (double)number);
            return (
                target.Truth.Average(number => Math.Abs(number - mean)), target.Truth.Average(number => (number - mean) * (number - mean)));
        })];
        return errors.Count == 0
            ? []
            :
            [
                new ReferenceRow(What, "ccc", 0, How),
                new ReferenceRow(What, "mae", errors.Average(static error => error.Absolute), How),
                new ReferenceRow(What, "rmse", errors.Average(static error => Math.Sqrt(error.Square)), How),
            ];
    }

    /// <summary>Figures that others published.</summary>
    public static IEnumerable<ReferenceRow> Published(IEnumerable<ReferenceOptions> references) => references
        .Select(static reference => new ReferenceRow("published", reference.Metric, reference.Value, reference.Protocol, reference.Citation));
}
