namespace Bakeoff.Numerics;

/// <summary>Scores of classes to probabilities, and the position of the largest.</summary>
/// <remarks>
/// Scores are shifted by the largest, so that nothing overflows. Sums run in float64 over ascending positions. Determinism: equal arguments
/// give equal bits on every machine. Nothing is allocated.
/// </remarks>
public static class Softmax
{
    /// <summary>Probabilities as exp(logit - log of the summed exponentials).</summary>
    /// <param name="logits">[K] scores; at least one.</param>
    /// <param name="probabilities">[K] receives the probabilities, 0 to 1; they sum to 1 but for rounding.</param>
    public static void Probabilities(ReadOnlySpan<float> logits, Span<double> probabilities)
    {
        var logSum = LogSum(logits);
        for (var k = 0; k < logits.Length; k++)
        {
            probabilities[k] = DeterministicMath.Exp(logits[k] - logSum);
        }
    }

    /// <summary>Logarithm of the summed exponentials: the log-probability of class k is logits[k] minus this.</summary>
    /// <param name="logits">[K] scores; at least one.</param>
    public static double LogSum(ReadOnlySpan<float> logits)
    {
        double largest = logits[0];
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        double sum = 0;
        foreach (var logit in logits)
        {
            sum += DeterministicMath.Exp(logit - largest);
        }

        return largest + DeterministicMath.Log(sum);
    }

    /// <summary>Replaces scores by their probabilities, each exponential divided by their sum.</summary>
    /// <param name="scores">[K] scores; overwritten.</param>
    /// <returns>Logarithm of the summed exponentials of the scores.</returns>
    public static double Apply(Span<double> scores)
    {
        var largest = double.NegativeInfinity;
        foreach (var score in scores)
        {
            largest = Math.Max(largest, score);
        }

        foreach (ref var score in scores)
        {
            score -= largest;
        }

        DeterministicMath.Exp(scores, scores);
        var sum = 0.0;
        foreach (var exponential in scores)
        {
            sum += exponential;
        }

        foreach (ref var score in scores)
        {
            score /= sum;
        }

        return largest + DeterministicMath.Log(sum);
    }

    /// <summary>Position of the largest value, the first of equals; 0 for no values.</summary>
    /// <param name="values">Scores or probabilities; a NaN is never larger than another value.</param>
    public static int ArgMax(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var k = 1; k < values.Length; k++)
        {
            best = values[k] > values[best] ? k : best;
        }

        return best;
    }

    /// <inheritdoc cref="ArgMax(ReadOnlySpan{double})"/>
    public static int ArgMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var k = 1; k < values.Length; k++)
        {
            best = values[k] > values[best] ? k : best;
        }

        return best;
    }
}
