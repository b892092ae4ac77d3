using System.Globalization;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Options;

namespace Bakeoff.Models;

/// <summary>Rules by which an uncertain answer is withheld, or several labels are given in place of one.</summary>
public sealed record AnswerOptions : IValidatedOptions
{
    /// <summary>Clips whose most probable label has a smaller probability are rejected. Range 0 to 1. Default null: none is.</summary>
    public double? RejectBelow { get; init; }

    /// <summary>Stated share of clips whose set of labels holds the true one: 0.8, 0.9 or 0.95. Default null: no sets.</summary>
    public double? Coverage { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (RejectBelow is { } threshold && !(threshold >= 0 && threshold <= 1))
        {
            yield return new OptionProblem(
                "reject_below", string.Create(CultureInfo.InvariantCulture, $"is {threshold}, expected a probability, 0 to 1."));
        }
    }

    /// <summary>Finds the reason for which a model cannot answer so.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Null if it can.</returns>
    public OptionProblem? FindObstacle(EmotionModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Labels.Count == 0 && (RejectBelow is not null || Coverage is not null))
        {
            return new OptionProblem(
                RejectBelow is null ? "coverage" : "reject_below", "is of probabilities, but the model predicts numbers. Leave it out.");
        }

        if (Coverage is not { } coverage || model.Conformal.Any(level => level.Coverage == coverage))
        {
            return null;
        }

        var rule = model.Conformal.Count == 0
            ? "but the model's probabilities are not calibrated. Train it with calibration: temperature."
            : string.Create(
                CultureInfo.InvariantCulture, $"expected one of {string.Join(", ", model.Conformal.Select(static level => level.Coverage))}.");
        return new OptionProblem("coverage", string.Create(CultureInfo.InvariantCulture, $"is {coverage}, {rule}"));
    }

    /// <summary>True if a prediction is rejected; null if none is asked to be.</summary>
    /// <param name="prediction">The prediction.</param>
    public bool? Rejects(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return RejectBelow is { } threshold ? prediction.Probabilities.Max() < threshold : null;
    }

    /// <summary>The set of labels of a prediction, the most probable first; null if no set is asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prediction">Its prediction.</param>
    public IReadOnlyList<string>? SetOf(EmotionModel model, Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prediction);
        return model.Conformal.FirstOrDefault(level => level.Coverage == Coverage) is { } level
            ?
            [
                .. Enumerable.Range(0, model.Labels.Count)
                    .Where(k => level.Holds(prediction.Probabilities, k))
                    .OrderByDescending(k => prediction.Probabilities[k])
                    .Select(k => model.Labels[k]),
            ]
            : null;
    }

    /// <summary>A sentence on rejection among the clips that were held out of the training; null if nothing is rejected.</summary>
    /// <param name="model">The model.</param>
    public string? Describe(EmotionModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (RejectBelow is not { } threshold)
        {
            return null;
        }

        if (model.ConfidenceSteps.LastOrDefault(step => step.Threshold <= threshold) is not { } step)
        {
            return "What rejection buys is not known: the model's probabilities are not calibrated.";
        }

        var all = model.ConfidenceSteps[0];
        var right = step.Accuracy is { } accuracy
            ? string.Create(CultureInfo.InvariantCulture, $", {100 * accuracy:0.0} % of them rightly")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"From {step.Threshold:0.##} on, {100.0 * step.Kept / all.Kept:0.0} % of the {all.Kept} clips that were held out of the training are "
                + $"answered{right}; without rejection {100 * all.Accuracy:0.0} % are right.");
    }
}
