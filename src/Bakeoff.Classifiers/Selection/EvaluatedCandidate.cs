using System.Text.Json.Serialization;

namespace Bakeoff.Classifiers.Selection;

/// <summary>A candidate with its result on the inner folds.</summary>
/// <param name="Classifier">Kind and hyper-parameters.</param>
/// <param name="InnerUar">UAR pooled over the inner folds; null for a single candidate, which is not evaluated.</param>
public sealed record EvaluatedCandidate(ClassifierOptions Classifier, double? InnerUar)
{
    /// <summary>Mean CCC over the targets, pooled over the inner folds; null for classes, or for a single candidate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? InnerCcc { get; init; }

    /// <summary>Lead of the best candidate over this one; null where the best is chosen whatever its lead.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InnerLead? Lead { get; init; }
}
