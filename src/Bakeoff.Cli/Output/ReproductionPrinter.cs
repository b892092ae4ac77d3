using System.Globalization;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Reproduction;

namespace Bakeoff.Cli.Output;

/// <summary>Prints the comparison of an experiment with its pin.</summary>
internal static class ReproductionPrinter
{
    /// <summary>The outcome of a check without a run.</summary>
    public static void PrintCheck(ReproductionResult check, TextWriter output)
    {
        PrintChanges(check, output);
        PrintVersions(check, output);
        output.WriteLine(
            check.IsUnchanged
                ? $"{check.Experiment}: nothing that decides a result has changed since it was pinned"
                : $"{check.Experiment}: changed since it was pinned; "
                    + $"{CommandName.Hint("reproduce", check.Experiment)} shows whether the results "
                    + $"are still the same");
    }

    /// <summary>Settings that differ, stage by stage, then the code, once.</summary>
    public static void PrintChanges(ReproductionResult result, TextWriter output)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stage in result.Stages)
        {
            foreach (var line in stage.Settings.Where(told.Add))
            {
                output.WriteLine($"since the pin: {stage.Stage}: {line}");
            }
        }

        if (
            result.Stages.SelectMany(s => s.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is
            { Count: > 0 } code)
        {
            output.WriteLine($"since the pin: code changed in {string.Join(", ", code)}");
        }
    }

    /// <summary>The outcome of a run: identical, or the first stage that differs, what differs, and what it does to the metrics.</summary>
    public static void Print(ReproductionResult result, TextWriter output)
    {
        output.WriteLine();
        foreach (var stage in result.Stages)
        {
            output.WriteLine(
                $"{stage.Stage}: {(stage.IsIdentical ? "identical" : stage == result.FirstDifferent ? "differs" : "differs in turn")}");
        }

        output.WriteLine();
        if (result.FirstDifferent is not { } first)
        {
            var changed = result.Stages.Any(s => s.Code.Count > 0 || s.Settings.Count > 0);
            output.WriteLine(
                $"{result.Experiment}: identical results, every "
                    + $"bit{(changed ? "; settings or code changed without effect" : string.Empty)}");
            foreach (var metric in result.Metrics)
            {
                output.WriteLine($"  {metric.Name, -24} {Text(metric.Now)}");
            }
        }
        else
        {
            PrintDifference(result, first, output);
        }

        if (result.Folder is not null)
        {
            output.WriteLine($"kept: {Path.GetRelativePath(Environment.CurrentDirectory, result.Folder)}");
        }
    }

    private static void PrintDifference(ReproductionResult result, StageComparison first, TextWriter output)
    {
        output.WriteLine($"{result.Experiment}: results differ, first in {first.Stage}:");
        foreach (var line in first.Results.Concat(first.Settings).Concat(first.Code.Select(a => $"code of {a} changed")))
        {
            output.WriteLine($"  {line}");
        }

        PrintVersions(result, output);
        var changes = result.Metrics.Where(m => !m.IsIdentical).ToList();
        output.WriteLine(changes.Count == 0 ? "figures: unchanged" : "figures, pinned -> now:");
        foreach (var metric in changes)
        {
            output.WriteLine($"  {metric.Name, -24} {Text(metric.Pinned)} -> {Text(metric.Now)}{Delta(metric)}");
        }
    }

    private static void PrintVersions(ReproductionResult result, TextWriter output)
    {
        foreach (var line in result.Versions)
        {
            output.WriteLine($"  made with {line}");
        }
    }

    private static string Text(double? value) => value is { } number ? number.ToString("0.000000", CultureInfo.InvariantCulture) : "none";

    private static string Delta(MetricChange metric) =>
        metric is { Pinned: { } before, Now: { } after }
            ? (after - before).ToString(" (+0.000000); (-0.000000)", CultureInfo.InvariantCulture)
            : string.Empty;
}
