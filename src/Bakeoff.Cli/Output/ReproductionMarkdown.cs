using System.Globalization;
using System.Text;
using Bakeoff.Experiments.Reproduction;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Output;

/// <summary>Writes a comparison with a pin as Markdown: for job summaries and pull requests.</summary>
internal static class ReproductionMarkdown
{
    /// <summary>The metrics that a reader looks for; others are listed only when they changed.</summary>
    private static readonly string[] Headlines = ["test_uar", "test_accuracy", "test_macro_f1", "test_loss", "test_ccc", "test_mae", "test_rmse"];

    public static string Write(ReproductionResult result)
    {
        var text = new StringBuilder();
        text.Append("### ").Append(result.Experiment).Append(result.IsIdentical ? ": identical, every bit\n\n" : ": results differ\n\n");
        var rows = result
            .Metrics.Where(static m => !m.IsIdentical || Headlines.Contains(m.Name, StringComparer.Ordinal))
            .Select(static m => (IReadOnlyList<string>)[m.Name, Text(m.Pinned), Text(m.Now), Change(m)]);
        text.Append(MarkdownTable.Render([["metric", "pinned", "now", "change"], .. rows], leftColumns: 1)).Append('\n');
        if (result.FirstDifferent is { } first)
        {
            text.Append("First difference in **")
                .Append(first.Stage)
                .Append("**: ")
                .AppendJoin("; ", first.Results.Concat(first.Settings))
                .Append(".\n\n");
        }

        if (
            result.Stages.SelectMany(s => s.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is
            { Count: > 0 } code)
        {
            text.Append("Code changed since the pin in ").AppendJoin(", ", code).Append(".\n\n");
        }

        return text.ToString();
    }

    private static string Text(double? value) => value is { } number ? number.ToString("0.0000", CultureInfo.InvariantCulture) : "none";

    private static string Change(MetricChange metric) =>
        metric is { Pinned: { } before, Now: { } after }
            ? (after - before).ToString("+0.0000;-0.0000;0", CultureInfo.InvariantCulture)
            : "";
}
