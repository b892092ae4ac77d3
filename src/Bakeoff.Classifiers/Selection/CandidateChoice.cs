using System.Text.Json.Serialization;

namespace Bakeoff.Classifiers.Selection;

/// <summary>The outcome of a choice among candidates.</summary>
/// <param name="Candidates">All candidates with their results.</param>
/// <param name="Chosen">Position of the chosen candidate.</param>
/// <param name="GroupBy">Grouping of the inner folds, as in YAML.</param>
/// <param name="Folds">Number of inner folds; 0 for a single candidate.</param>
public sealed record CandidateChoice(IReadOnlyList<EvaluatedCandidate> Candidates, int Chosen, string GroupBy, int Folds)
{
    /// <summary>The chosen classifier.</summary>
    public ClassifierOptions Classifier => Candidates[Chosen].Classifier;

    /// <summary>Probabilities that the chosen candidate gave to each training clip while an inner fold held it out, shape [clips][K]. Null where
    /// nothing is to be calibrated, or the clips could not be divided.</summary>
    [JsonIgnore]
    public IReadOnlyList<double[]>? HeldOut { get; init; }
}
