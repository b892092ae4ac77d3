using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Pages;

/// <summary>Writes what the probabilities of a system are worth.</summary>
internal static class ConfidenceTables
{
    /// <summary>Writes words and tables, or nothing where nothing was calibrated.</summary>
    public static void Write(HtmlPage page, ConfidencePart confidence)
    {
        if (confidence.Words.Count == 0)
        {
            return;
        }

        page.Raw("<h3 id=\"confidence\">Confidence</h3>");
        foreach (var words in confidence.Words)
        {
            page.Raw($"<p>{HtmlPage.Name(words)}</p>");
        }

        if (confidence.Sets.Count > 0)
        {
            page.Table(
                "Sets of labels that hold the true one at a stated rate (split conformal prediction)",
                ["Stated", "On test clips", "95 % interval", "Labels in a set", "Lowest group"],
                confidence.Sets.Select(static row => (IReadOnlyList<string>)
                [
                    NumberText.Percent(row.Stated, 0), NumberText.Percent(row.Found.Value),
                    row.Found.IntervalText(isShare: true) ?? NumberText.Missing, NumberText.Short(Math.Round(row.MeanSize, 2)),
                    HtmlPage.Name(row.Lowest),
                ]),
                "",
                new HashSet<int> { 0, 1, 2, 3 });
        }

        if (confidence.Rejection.Count > 0)
        {
            page.Raw("<details><summary>Answering only above a probability (reject_below)</summary>");
            page.Table(
                "Answers above a probability; held-out clips are those that the calibration was fitted on",
                ["Reject below", "Held-out answered", "of these right", "Test answered", "of these right"],
                confidence.Rejection.Select(static row => (IReadOnlyList<string>)
                [
                    NumberText.Percent(row.Threshold, 0), NumberText.Percent(row.HeldOutKept), NumberText.Percent(row.HeldOutAccuracy),
                    NumberText.Percent(row.Kept), NumberText.Percent(row.Accuracy),
                ]),
                "",
                new HashSet<int> { 0, 1, 2, 3, 4 });
            page.Raw("</details>");
        }
    }
}
