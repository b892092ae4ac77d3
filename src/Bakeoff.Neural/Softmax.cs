using Bakeoff.Numerics;

namespace Bakeoff.Neural;

/// <summary>Logits to probabilities in float64, shifted by the largest logit so that nothing overflows.</summary>
internal static class Softmax
{
    public static void Probabilities(ReadOnlySpan<float> logits, Span<double> probabilities)
    {
        var shift = LogSum(logits);
        for (var k = 0; k < logits.Length; k++)
        {
            probabilities[k] = DeterministicMath.Exp(logits[k] - shift);
        }
    }

    /// <summary>log of the sum of exp(logit); the log-probability of class k is logits[k] minus this.</summary>
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
}
