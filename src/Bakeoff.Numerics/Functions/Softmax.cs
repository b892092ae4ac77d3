using System.Runtime.Intrinsics;

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
    public static void Probabilities(ReadOnlySpan<float> logits, Span<double> probabilities) =>
        Probabilities(logits, LogSum(logits), probabilities);

    /// <summary>Probabilities from a sum that is known.</summary>
    /// <param name="logits">[K] scores.</param>
    /// <param name="logSum">Their <see cref="LogSum"/>.</param>
    /// <param name="probabilities">[K] receives the probabilities.</param>
    public static void Probabilities(ReadOnlySpan<float> logits, double logSum, Span<double> probabilities)
    {
        probabilities = probabilities[..logits.Length];
        for (var k = 0; k < logits.Length; k++)
        {
            probabilities[k] = logits[k] - logSum;
        }

        DeterministicMath.Exp(probabilities, probabilities);
    }

    /// <summary>Logarithm of the summed exponentials: the log-probability of class k is logits[k] minus this.</summary>
    /// <param name="logits">[K] scores; at least one.</param>
    public static double LogSum(ReadOnlySpan<float> logits)
    {
        double largest = Largest(logits);
        double sum = 0;
        Span<double> block = stackalloc double[64];
        for (var rest = logits; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, block.Length)..])
        {
            var exponentials = block[..Math.Min(rest.Length, block.Length)];
            Probabilities(rest[..exponentials.Length], largest, exponentials);
            foreach (var exponential in exponentials)
            {
                sum += exponential;
            }
        }

        return largest + DeterministicMath.Log(sum);
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        var (largest, i) = (values[0], 0);
        if (values.Length >= Vector256<float>.Count)
        {
            var lanes = Vector256.Create(values);
            for (i = Vector256<float>.Count; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                lanes = Vector256.Max(lanes, Vector256.Create(values[i..]));
            }

            for (var lane = 0; lane < Vector256<float>.Count; lane++)
            {
                largest = Math.Max(largest, lanes[lane]);
            }
        }

        for (; i < values.Length; i++)
        {
            largest = Math.Max(largest, values[i]);
        }

        return largest;
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
