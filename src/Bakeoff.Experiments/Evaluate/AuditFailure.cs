using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Stages;
using Bakeoff.Options;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Evaluate;

/// <summary>The exception for a model that is not what the training side of its fold makes.</summary>
internal static class AuditFailure
{
    /// <summary>Creates it.</summary>
    /// <param name="fold">The fold.</param>
    /// <param name="what">The difference, or a clause with {value} in it.</param>
    /// <param name="rule">What was expected.</param>
    /// <param name="value">The value found; null where there is none.</param>
    public static StageFailedException Create(SplitFold fold, string what, string rule, string? value = null) =>
        new(
            StageNames.Evaluate,
            new ErrorDetails(what)
            {
                Where = $"fold {fold.Name}",
                Value = value,
                Rule = rule,
                NextStep = "The model is from another split or was changed; run Train again with --force.",
            });
}
