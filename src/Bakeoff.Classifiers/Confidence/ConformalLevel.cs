using System.Text.Json.Serialization;

namespace Bakeoff.Classifiers.Confidence;

/// <summary>A bound that makes sets of labels hold the true one at a stated rate.</summary>
/// <param name="Coverage">Share of clips whose set holds the true label, such as 0.9.</param>
/// <param name="LeastProbability">Labels with at least this probability belong to the set, and the most probable one always does.</param>
/// <remarks>
/// The rate holds for clips that are exchangeable with the held-out ones: of the same kind of speakers and recordings. Split conformal
/// prediction with the score 1 - p(true label). Source: M. Sadinle, J. Lei and L. Wasserman, Least ambiguous set-valued classifiers with
/// bounded error levels, JASA 114 (2019).
/// </remarks>
public sealed record ConformalLevel(
    [property: JsonPropertyName("coverage")] double Coverage,
    [property: JsonPropertyName("least_probability")] double LeastProbability)
{
    /// <summary>True if a class belongs to the set of a clip.</summary>
    /// <param name="probabilities">Probabilities of the clip.</param>
    /// <param name="k">The class.</param>
    public bool Holds(IReadOnlyList<float> probabilities, int k)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (probabilities[k] >= LeastProbability)
        {
            return true;
        }

        for (var other = 0; other < probabilities.Count; other++)
        {
            if (probabilities[other] > probabilities[k] || (probabilities[other] == probabilities[k] && other < k))
            {
                return false;
            }
        }

        return true;
    }
}
