using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Configuration;
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

    /// <summary>Figures that others published.</summary>
    public static IEnumerable<ReferenceRow> Published(IEnumerable<ReferenceOptions> references) => references
        .Select(static reference => new ReferenceRow("published", reference.Metric, reference.Value, reference.Protocol, reference.Citation));
}
