using Bakeoff.Numerics;

namespace Bakeoff.Classifiers;

/// <summary>From scores to probabilities.</summary>
internal static class Softmax
{
    /// <summary>Replaces scores by their softmax and returns the logarithm of its denominator.</summary>
    public static double Apply(Span<double> scores)
    {
        var largest = double.NegativeInfinity;
        foreach (var score in scores)
        {
            largest = Math.Max(largest, score);
        }

        var sum = 0.0;
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] = DeterministicMath.Exp(scores[k] - largest);
            sum += scores[k];
        }

        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] /= sum;
        }

        return largest + DeterministicMath.Log(sum);
    }

    /// <summary>Position of the largest value, the first of equals.</summary>
    public static int ArgMax(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var k = 1; k < values.Length; k++)
        {
            best = values[k] > values[best] ? k : best;
        }

        return best;
    }
}
