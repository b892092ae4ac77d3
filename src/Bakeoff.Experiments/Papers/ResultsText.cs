using System.Globalization;
using System.Text;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Stress;
using Bakeoff.Options;
using Bakeoff.Reports.Latex;

namespace Bakeoff.Experiments.Papers;

/// <summary>The results of a paper in words: for whom each holds, and what may be claimed of differences.</summary>
internal static class ResultsText
{
    /// <summary>Writes the paragraphs as LaTeX.</summary>
    public static string Write(PaperContent content)
    {
        var latex = new StringBuilder("% Every number is in the tables or in metrics.json.\n");
        foreach (var experiment in content.Experiments)
        {
            latex.Append(CultureInfo.InvariantCulture, $"\\paragraph{{{LatexText.Escape(experiment.Name)}.}}\n");
            latex.Append(LatexText.Escape(string.Join(' ', Describe(experiment)))).Append("\n\n");
        }

        foreach (var group in content.Comparison.Groups.Where(static group => group.Pairs.Count > 0))
        {
            latex.Append(CultureInfo.InvariantCulture, $"\\paragraph{{Differences, {LatexText.Escape(group.Title)}.}}\n");
            var rule = ComparisonWords.Rule(group);
            latex.Append(LatexText.Escape($"{ComparisonWords.Claim(group)} {char.ToUpperInvariant(rule[0])}{rule[1..]}"));
            latex.Append(LatexCell.Citation(MethodReferences.OfPairs(content.Comparison))).Append("\n\n");
        }

        foreach (var sweep in content.Sweeps)
        {
            latex.Append(CultureInfo.InvariantCulture, $"\\paragraph{{Choosing within {LatexText.Escape(sweep.Name)}.}}\n");
            var search = sweep.Result.Search is { } found ? $"{char.ToUpperInvariant(found.Sentence[0])}{found.Sentence[1..]}." : null;
            var sentences = new[] { search, sweep.Result.Nested?.Sentence }.OfType<string>();
            latex.Append(LatexText.Escape(string.Join(' ', sentences))).Append(LatexCell.Citation(sweep.Cites)).Append("\n\n");
        }

        return LatexText.WithDefinition(latex.ToString());
    }

    private static IEnumerable<string> Describe(PaperExperiment experiment) =>
        Headline(experiment).Concat(experiment.Runs.SelectMany(run => Describe(experiment, run)));

    private static IEnumerable<string> Headline(PaperExperiment experiment)
    {
        if (experiment.Runs.Count == 1)
        {
            var run = experiment.First;
            var document = MetricsDocument.Read(run.PathOf(StageNames.Evaluate, EvaluateStage.MetricsFile));
            return HoldsText.Describe(document, run.Finished.Corpus.IsSynthetic).Select(static fact => $"{fact.Name}: {fact.Value}");
        }

        var compared = experiment.Compared;
        var seeds = compared.Result.IsSeedUnused ? " All seeds gave the same predictions: the seed has no part." : "";
        return new[] { ComparedFigure.Headline, ComparedFigure.NumbersHeadline }
            .Where(figure => compared.Figure(figure.Name) is not null)
            .Select(figure =>
                $"{char.ToUpperInvariant(figure.Title[0])}{figure.Title[1..]} {ComparisonWords.Spread(compared, figure)}, mean ± "
                + $"standard deviation over {Quantity.Of(compared.Result.Runs.Count, "seed")}; 95 % interval of the mean over clips "
                + $"{ComparisonWords.Interval(compared, figure)}.{seeds}")
            .Concat(new[] { ComparisonWords.Answers(compared) }.OfType<string>());
    }

    private static IEnumerable<string> Describe(PaperExperiment experiment, PaperRun run)
    {
        var several = experiment.Runs.Count > 1 ? $"Seed {run.Seed}: " : "";
        if (experiment.Runs.Count == 1 && run.Finished.Result is ClassificationResult { Confidence: { } confidence })
        {
            yield return string.Join(' ', ConfidenceText.Describe(confidence));
        }

        if (run.StressDocument is { } stress)
        {
            yield return $"{several}Stress test: {string.Join(' ', StressWords.Of(stress))}";
            foreach (var (name, reason) in stress.LeftOut)
            {
                yield return $"Not tested under {name}: {reason.TrimEnd('.')}.";
            }
        }

        if (run.ImportanceDocument is { } importance)
        {
            yield return $"{several}Groups of features: {string.Join(' ', ImportanceWords.Of(importance))}";
        }
    }
}
