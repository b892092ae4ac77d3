using System.Globalization;
using System.Text;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>A sweep's groups as a Markdown table, as MLflow shows it above the parent run.</summary>
internal static class SweepMarkdown
{
    /// <summary>One row a group: finished members, then mean and standard deviation of each metric.</summary>
    public static string Groups(SweepResult result)
    {
        var text = new StringBuilder("| group | members |");
        text.AppendJoin(string.Empty, SweepResult.Figures.Select(f => $" {f.Title} |"))
            .Append("\n|---|---:|")
            .AppendJoin(string.Empty, SweepResult.Figures.Select(_ => "---:|"))
            .Append('\n');
        foreach (var group in result.Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{group.Name}` | {group.FinishedCount} of {group.Members.Count} |");
            text.AppendJoin(string.Empty, SweepResult.Figures.Select(f => $" {group.Statistic(f.Name)?.ToString() ?? "-"} |")).Append('\n');
        }

        return text.ToString();
    }
}
