using System.Globalization;
using System.Text.Json.Serialization;

namespace Bakeoff.Classifiers.Selection;

/// <summary>The outcome of a choice among candidates.</summary>
/// <param name="Candidates">All candidates with their results.</param>
/// <param name="Chosen">Position of the chosen candidate.</param>
/// <param name="GroupBy">Grouping of the inner folds, as in YAML; <see cref="ByCorpora"/> where whole corpora took their place.</param>
/// <param name="Folds">Number of inner folds, or of these corpora; 0 for a single candidate.</param>
public sealed record CandidateChoice(IReadOnlyList<EvaluatedCandidate> Candidates, int Chosen, string GroupBy, int Folds)
{
    /// <summary>Name of the choice by corpora that are on no side, in place of a grouping of inner folds.</summary>
    public const string ByCorpora = "choose_on";

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

    /// <summary>Hold-outs on which the candidates were evaluated: <c>5 folds within the training side</c>, or <c>2 corpora on neither
    /// side</c>.</summary>
    [JsonIgnore]
    public string HoldOuts => string.Create(
        CultureInfo.InvariantCulture,
        $"{Folds} {(GroupBy != ByCorpora ? "folds within the training side"
            : Folds == 1 ? "corpus on neither side"
            : "corpora on neither side")}");

    /// <summary>The chosen classifier.</summary>
    public ClassifierOptions Classifier => Candidates[Chosen].Classifier;

    /// <summary>Probabilities that the chosen candidate gave to each training clip while an inner fold held it out, shape [clips][K]. Null where
    /// nothing is to be calibrated, or the clips could not be divided.</summary>
    [JsonIgnore]
    public IReadOnlyList<double[]>? HeldOut { get; init; }
}
