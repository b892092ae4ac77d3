using System.Globalization;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Evaluation.Results;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Options;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Words on the first screen of a page: for whom the headline metric holds, and under what.</summary>
internal static class HoldsText
{
    /// <summary>The words, one fact each.</summary>
    /// <param name="document">Content of <c>metrics.json</c>.</param>
    /// <param name="isSynthetic">True if no person speaks in the corpus.</param>
    public static IReadOnlyList<Fact> Describe(MetricsDocument document, bool isSynthetic) =>
    [
        new("Result", Result(document.Result)),
        new("For whom", $"{Voices(document)}{(isSynthetic ? " No person speaks in this corpus: nothing follows for speech." : "")}"),
        .. Raters(document.Result),
        .. GroupText.Parts(document.Result).Select(static part => new Fact($"{part.Metric} by {part.Column}", part.Words[0])),
        .. document.Result is ClassificationResult { Answered: { } answered }
            ? [new Fact("Answers", ConfidenceText.Describe(answered))]
            : Array.Empty<Fact>(),
        new("Uncertainty", Uncertainty(document.Result)),
        .. document.Transductive is { } note ? [new Fact("Transductive", Sentence(note))] : Array.Empty<Fact>(),
    ];

    private static string Result(EvaluationResult result)
    {
        if (result is not ClassificationResult classes)
        {
            return Agreement((RegressionResult)result);
        }

        var (uar, baselines) = (classes.Uar, Baseline.All([.. classes.Classes.Select(static of => (of.Label, (long)of.Support))]));
        var labels = string.Create(
            CultureInfo.InvariantCulture,
            $"{Percent(uar.Value)} of the clips of a label are recognised on average (UAR), where chance gives "
                + $"{Percent(baselines[0].UnweightedAverageRecall)}: {Extremes(classes)}.");
        return classes.Numbers is { } numbers ? $"{labels} {Agreement(numbers)}" : labels;
    }

    private static string Agreement(RegressionResult numbers)
    {
        if (numbers.Find(numbers.HeadlineName) is not { } headline)
        {
            return "CCC is not defined for these clips.";
        }

        var targets = numbers.Targets
            .Select(target => (target.Name, Metric: numbers.Find(RegressionResult.NameOf(numbers.HeadlineName, target.Name))))
            .Where(static target => target.Metric is not null)
            .ToList();
        var (best, worst) = (targets.MaxBy(static of => of.Metric!.Value), targets.MinBy(static of => of.Metric!.Value));
        var range = targets.Count < 2
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture, $": best {best.Name} ({best.Metric!.Value:0.000}), worst {worst.Name} ({worst.Metric!.Value:0.000})");
        return string.Create(
            CultureInfo.InvariantCulture, $"Predicted and true numbers agree by {headline.Value:0.000} (CCC; 1 is all, 0 is none){range}.");
    }

    private static IEnumerable<Fact> Raters(EvaluationResult result)
    {
        if (result.Find("rater_uar") is { } rater && result.Find("system_uar") is { } system)
        {
            var text = $"A left-out rater gives the label that most others chose in {Percent(rater.Value)} (UAR), the system in {Percent(system.Value)}.";
            yield return new Fact("Beside raters", text);
        }
    }

    private static string Extremes(ClassificationResult result)
    {
        var tested = result.Classes.Where(static of => of.Support > 0).ToList();
        var (best, worst) = (tested.MaxBy(static of => of.Recall)!, tested.MinBy(static of => of.Recall)!);
        return tested.Count == 1 ? $"{best.Label} alone is tested"
            : best.Recall == worst.Recall ? "all alike"
            : $"best {best.Label} ({Percent(best.Recall)}), worst {worst.Label} ({Percent(worst.Recall)})";
    }

    private static string Voices(MetricsDocument document)
    {
        List<(string Name, double? Value)> speakers = document.Result switch
        {
            ClassificationResult classes => [.. classes.Speakers.Select(static of => (of.Name, (double?)of.UnweightedAverageRecall))],
            RegressionResult numbers => [.. numbers.Speakers.Select(static of => (of.Name, of.Ccc))],
            _ => [],
        };
        var who = speakers.Count == 0 ? $"{Clips(document)} of speakers whom the corpus does not name"
            : $"{Clips(document)} of {Quantity.Of(speakers.Count, "speaker")}";
        var (heard, said) = (StateOf(document, Leak.SharedSpeakers), StateOf(document, Leak.SharedTexts));
        var voices = heard switch
        {
            true => "heard in training: expect clearly worse results for other voices",
            false => "not heard in training",
            null => "perhaps heard in training",
        };
        var texts = said switch
        {
            true => "what they say was heard in training",
            false => "what they say was not heard in training",
            null => "what they say may have been heard in training",
        };
        var known = speakers.Where(static of => of.Value is not null).ToList();
        var range = "";
        if (known.Count > 1)
        {
            var isShare = document.Result is ClassificationResult;
            var (best, worst) = (known.MaxBy(static of => of.Value), known.MinBy(static of => of.Value));
            range = $" By speaker from {Number(worst.Value!.Value, isShare)} ({worst.Name}) "
                + $"to {Number(best.Value!.Value, isShare)} ({best.Name}).";
        }

        return $"{who}, {voices}; {texts}.{range}";
    }

    /// <summary>True if both sides share something, false if they do not, null where that cannot be known.</summary>
    private static bool? StateOf(MetricsDocument document, Leak leak) =>
        document.Leaks?.Contains(leak) == true ? true
        : document.Leaks is null || document.UnknownLeaks?.Contains(leak) == true ? null
        : false;

    private static string Uncertainty(EvaluationResult result)
    {
        EvaluationResult[] parts = result is ClassificationResult { Numbers: { } numbers } ? [result, numbers] : [result];
        var ranges = parts
            .Where(static part => part.Find(part.HeadlineName)?.Interval is not null)
            .Select(part => Range(part) + (parts.Length > 1 ? $" ({part.HeadlineName.ToUpperInvariant()})" : ""))
            .ToList();
        var unit = result.IntervalUnit == BootstrapUnit.Speaker
            ? "which is of other speakers like these."
            : "which is of other clips of these speakers: others may differ more.";
        return $"{(ranges.Count == 0 ? "No interval can be stated." : $"95 % interval {string.Join(" and ", ranges)}, {unit}")} "
            + "One seed: another may change the result as well.";
    }

    private static string Range(EvaluationResult result)
    {
        var (interval, isShare) = (result.Find(result.HeadlineName)!.Interval!, result is ClassificationResult);
        return $"{Number(interval.Low, isShare)} to {Number(interval.High, isShare)}";
    }

    private static string Clips(MetricsDocument document) => Quantity.Of(document.Result.ClipCount, "test clip");

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";

    private static string Number(double value, bool isShare) =>
        isShare ? Percent(value) : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");
}
