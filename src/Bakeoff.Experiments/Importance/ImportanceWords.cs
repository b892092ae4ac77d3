using System.Globalization;
using Bakeoff.Options;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Importance;

/// <summary>The worth of feature groups in rows and sentences.</summary>
public static class ImportanceWords
{
    /// <summary>Describes the results for a page.</summary>
    /// <param name="experiment">Name of the experiment.</param>
    /// <param name="document">Content of <c>importance.json</c>.</param>
    public static ImportanceReport Describe(string experiment, ImportanceDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new ImportanceReport
        {
            Name = experiment,
            Metric = document.Metric.ToUpperInvariant(),
            IsShare = document.Metric == "uar",
            Words = [.. Of(document)],
            Groups =
            [
                .. document.Groups.Select(static group => new ImportanceRow(
                    group.Name, group.Columns, new Estimate(group.Drop, group.Low, group.High))),
            ],
        };
    }

    /// <summary>The results in sentences, the most important first.</summary>
    /// <param name="document">Content of <c>importance.json</c>.</param>
    public static IEnumerable<string> Of(ImportanceDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var metric = document.Metric.ToUpperInvariant();
        var value = document.Value.ToString("0.000", CultureInfo.InvariantCulture);
        var sure = document.Groups.Count(static group => group.Low > 0);
        var (first, most) = (document.Groups[0].Name, document.Groups[0].Drop.ToString("0.000", CultureInfo.InvariantCulture));
        yield return $"{metric} is {value} on {Quantity.Of(document.Clips, "test clip")}; shuffling {first} among them costs most, {most}.";
        yield return FormattableString.Invariant($"The whole interval lies above 0 for {sure} of {document.Groups.Count} groups.");
        yield return "What a group alone is worth is hidden where another tells the same: both then look unimportant.";
    }
}
