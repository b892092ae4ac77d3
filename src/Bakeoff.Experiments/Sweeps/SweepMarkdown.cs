using System.Globalization;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Tracking;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>A sweep's settings as a Markdown table, as MLflow shows it above the parent run.</summary>
internal static class SweepMarkdown
{
    /// <summary>One row a setting: finished members, seeds, then mean, standard deviation and interval of each metric.</summary>
    public static string Groups(SweepResult result)
    {
        string[] header = ["setting", "members", "seeds", .. result.Figures.Select(static figure => figure.Title)];
        var rows = result.Groups.Select(group => (string[])[
            group.Label,
            string.Create(CultureInfo.InvariantCulture, $"{group.FinishedCount} of {group.Members.Count}"),
            group.Seeds?.SeedsText ?? "-",
            .. result.Figures.Select(figure => group.Text(figure.Name)),
        ]);
        var choice = result.Search is { Sentence: var sentence } ? $"{sentence}\n\n" : "";
        var nested = result.Nested is null ? "" : $"\n{result.Nested.Sentence}\n";
        return $"{choice}{NoteTable.Render([header, .. rows])}\n{SeedsResult.Legend}.\n{nested}";
    }
}
