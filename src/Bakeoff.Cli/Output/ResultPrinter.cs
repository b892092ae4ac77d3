using System.Globalization;
using Bakeoff.Experiments.Running;

namespace Bakeoff.Cli.Output;

/// <summary>Ends a run with its metrics, what they may owe to leaks, and where to look.</summary>
internal static class ResultPrinter
{
    private static readonly (string Name, string Title)[] Headlines =
    [
        ("test_uar", "UAR"),
        ("test_accuracy", "accuracy"),
        ("test_macro_f1", "macro F1"),
        ("test_loss", "log loss"),
        ("test_roc_auc", "ROC AUC"),
        ("test_vote_kl", "KL to votes, nats"),
        ("test_rater_alpha", "alpha of raters"),
        ("test_rater_uar", "left-out rater, UAR"),
        ("test_system_uar", "system, same truth"),
        ("test_ccc", "CCC"),
        ("test_pearson", "Pearson's r"),
        ("test_mae", "MAE"),
        ("test_rmse", "RMSE"),
    ];

    private const string FoldInfix = "_fold_";

    public static void Print(SessionResult result, TextWriter console)
    {
        var metrics = result.Metrics.ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
        if (metrics.Count > 0)
        {
            console.WriteLine();
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Experiment}, test clips, one seed ({result.Seed}):"));
            foreach (var (name, title) in Headlines.Where(h => metrics.ContainsKey(h.Name)))
            {
                console.WriteLine(
                    Line(
                        title,
                        metrics[name],
                        metrics.GetValueOrDefault(name + "_low", double.NaN),
                        metrics.GetValueOrDefault(name + "_high", double.NaN)));
            }

            if (result.Undefined.Count > 0)
            {
                console.WriteLine($"  not defined: {string.Join(", ", result.Undefined)}");
            }

            foreach (var (headline, title) in new[] { ("test_uar", "UAR"), ("test_ccc", "CCC") })
            {
                PrintNamed(headline, title, result, console);
            }

            foreach (var group in result.Groups)
            {
                Wrapped.WriteItem(group, console);
            }

            if (result.Answers is { } answers)
            {
                Wrapped.WriteItem($"answers: {answers}", console);
            }

            console.WriteLine($"  leaks: {result.Leakage}");
        }

        if (result.Transductive is { } transductive)
        {
            Wrapped.WriteItem($"transductive: {transductive}", console);
        }

        if (result.Importance is { } importance)
        {
            ImportancePrinter.Print(result.Experiment, importance, console);
        }

        if (result.Stress is { } stress)
        {
            StressPrinter.Print(result.Experiment, stress, console);
        }

        if (result.ReportPath is not null)
        {
            console.WriteLine();
            console.WriteLine($"report: {Path.GetRelativePath(Environment.CurrentDirectory, result.ReportPath)}");
        }
    }

    /// <summary>The headline metric of each target and of each fold.</summary>
    private static void PrintNamed(string headline, string title, SessionResult result, TextWriter console)
    {
        var metrics = result.Metrics.ToDictionary(static m => m.Name, static m => m.Value, StringComparer.Ordinal);
        foreach (var target in result.Targets.Where(_ => result.Targets.Count > 1 && headline == "test_ccc"))
        {
            var name = $"{headline}_{target}";
            if (metrics.TryGetValue(name, out var value))
            {
                var (low, high) = (metrics.GetValueOrDefault(name + "_low", double.NaN), metrics.GetValueOrDefault(name + "_high", double.NaN));
                console.WriteLine(Line($"{title} of {target}", value, low, high));
            }
        }

        var prefix = headline + FoldInfix;
        foreach (var (name, value) in result.Metrics.Where(m => m.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var fold = name[prefix.Length..];
            console.WriteLine(Line(fold == "mean" ? $"{title}, mean of folds" : $"{title}, fold {fold}", value, double.NaN, double.NaN));
        }
    }

    /// <summary>Names the page of a run that failed; nothing for one that did not.</summary>
    public static void PrintFailure(ExperimentSession session, TextWriter console)
    {
        if (session.FailurePage is { } page)
        {
            console.WriteLine($"how far it came: {Path.GetRelativePath(Environment.CurrentDirectory, page)}");
        }
    }

    private static string Line(string title, double value, double low, double high) =>
        double.IsNaN(low)
            ? string.Create(CultureInfo.InvariantCulture, $"  {title, -20} {value:0.000}")
            : string.Create(CultureInfo.InvariantCulture, $"  {title, -20} {value:0.000}  (95 % interval {low:0.000} to {high:0.000})");
}
