using System.Text.Json.Serialization;

namespace Bakeoff.Classifiers.Selection;

/// <summary>The outcome of a choice among candidates.</summary>
/// <param name="Candidates">All candidates with their results.</param>
/// <param name="Chosen">Position of the chosen candidate.</param>
/// <param name="GroupBy">Grouping of the inner folds, as in YAML.</param>
/// <param name="Folds">Number of inner folds; 0 for a single candidate.</param>
public sealed record CandidateChoice(IReadOnlyList<EvaluatedCandidate> Candidates, int Chosen, string GroupBy, int Folds)
{
    /// <summary>
    /// Position of the candidate that the figures point to: the best, ties to the first; where there are leads, the first that the inner folds
    /// cannot tell from the best.
    /// </summary>
    /// <param name="candidates">Candidates with their results, at least one.</param>
    public static int PositionOf(IReadOnlyList<EvaluatedCandidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return Enumerable.Range(0, candidates.Count)
            .OrderByDescending(i => candidates[i].Lead?.IsWithinError() ?? false)
            .ThenByDescending(i => candidates[i].Lead is null ? candidates[i].InnerUar ?? candidates[i].InnerCcc ?? 0 : 0)
            .First();
    }

    /// <summary>The chosen classifier.</summary>
    public ClassifierOptions Classifier => Candidates[Chosen].Classifier;

    /// <summary>Probabilities that the chosen candidate gave to each training clip while an inner fold held it out, shape [clips][K]. Null where
    /// nothing is to be calibrated, or the clips could not be divided.</summary>
    [JsonIgnore]
    public IReadOnlyList<double[]>? HeldOut { get; init; }
}
