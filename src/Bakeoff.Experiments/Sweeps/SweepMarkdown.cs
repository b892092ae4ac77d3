using System.Globalization;
using System.Text;
using Bakeoff.Evaluation.Results;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>A sweep's groups as a Markdown table, as MLflow shows it above the parent run.</summary>
internal static class SweepMarkdown
{
    /// <summary>One row a group: finished members, seeds, then mean, standard deviation and interval of each metric.</summary>
    public static string Groups(SweepResult result)
    {
        var text = new StringBuilder("| group | members | seeds |");
        text.AppendJoin(string.Empty, result.Figures.Select(f => $" {f.Title} |"))
            .Append("\n|---|---:|---:|")
            .AppendJoin(string.Empty, result.Figures.Select(_ => "---:|"))
            .Append('\n');
        foreach (var group in result.Groups)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{group.Name}` | {group.FinishedCount} of {group.Members.Count} | {group.Seeds?.SeedsText ?? "-"} |");
            text.AppendJoin(string.Empty, result.Figures.Select(f => $" {group.Seeds?.Text(f.Name) ?? "-"} |")).Append('\n');
        }

        text.Append('\n').Append(SeedsResult.Legend).Append(".\n");
        return text.ToString();
    }
}
