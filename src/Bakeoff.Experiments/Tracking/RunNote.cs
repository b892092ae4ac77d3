using System.Globalization;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Evaluation;
using Bakeoff.Experiments.Models;
using Bakeoff.Experiments.Normalization;
using Bakeoff.Experiments.Splits;

namespace Bakeoff.Experiments.Tracking;

/// <summary>The Markdown note that MLflow shows above a run.</summary>
internal static class RunNote
{
    /// <summary>What is asked and how it will be judged.</summary>
    public static string BeforeTraining(ResolvedExperiment experiment)
    {
        var split = experiment.Options.Split;
        var leaks = split.Acknowledge.Count == 0 ? "none acknowledged" : string.Join(", ", split.Acknowledge.Select(LeakageAudit.YamlName));
        return $"**Question:** {experiment.Options.Question ?? "not stated"}\n\n**Protocol:** split by {split.By.ToString().ToLowerInvariant()}; normalisation by {ModelRecipe.YamlName(experiment.Options.Normalization)}; known leaks: {leaks}{(TransductiveNote.Of(experiment.Options.Normalization) is { } note ? $"\n\n**Transductive:** {note}." : string.Empty)}";
    }

    /// <summary>The same with the headline figure.</summary>
    public static string AfterEvaluation(ResolvedExperiment experiment, EvaluationResult result) => BeforeTraining(experiment) + string.Create(
        CultureInfo.InvariantCulture,
        $"\n\n**Test UAR:** {result.Pooled.UnweightedAverageRecall:0.000} (95 % interval {result.UarInterval.Low:0.000} to {result.UarInterval.High:0.000}, {result.Pooled.Confusion.Total} clips)");
}
