using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Pages;

/// <summary>Tables of candidate classifiers, their recall on inner hold-outs, and the one chosen.</summary>
internal static class CandidateTables
{
    /// <summary>Writes one table a fold.</summary>
    public static void Write(HtmlPage page, IReadOnlyList<CandidateRow> candidates, bool takesSimplest)
    {
        var areTargets = candidates.Any(static candidate => candidate.InnerCcc is not null);
        var (name, figure) = areTargets ? ("CCC", "concordance correlation coefficient") : ("UAR", "unweighted average recall");
        page.Raw(
            areTargets || candidates.Any(candidate => candidate.InnerUar is not null)
                ? "<p>Of the candidates, "
                    + (takesSimplest
                        ? $"the first that inner hold-outs cannot tell from the best by {figure} (one standard error of the difference) "
                        : $"the one with the best {figure} on inner hold-outs ")
                    + "was trained on "
                    + "the whole of it; the test side was not looked at.</p>"
                : "<p>There was one candidate, so there was nothing to choose.</p>");
        var folds = candidates.GroupBy(candidate => candidate.Fold, StringComparer.Ordinal).ToList();
        foreach (var fold in folds)
        {
            if (folds.Count > 1)
            {
                page.Raw($"<h3>{HtmlPage.Name(fold.Key)}</h3>");
            }

            page.Table(
                "Candidates",
                ["Classifier", $"{name} on inner hold-outs", "Chosen"],
                fold.Select(candidate =>
                    (IReadOnlyList<string>)
                        [
                            HtmlPage.Name(candidate.Classifier),
                            candidate.InnerUar is { } uar ? NumberText.Percent(uar)
                                : candidate.InnerCcc is { } ccc ? NumberText.Short(ccc)
                                : NumberText.Missing,
                            candidate.IsChosen ? "<strong>chosen</strong>" : string.Empty,
                        ]),
                "sortable",
                new HashSet<int> { 1 });
        }
    }
}
