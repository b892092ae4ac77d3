namespace Bakeoff.Neural.Optimizers;

/// <summary>Scales all gradients down together when their Euclidean norm is too large (Pascanu, Mikolov and Bengio, 2013).</summary>
internal static class GradientClipper
{
    /// <summary>Clips in place and returns the norm before clipping.</summary>
    /// <remarks>Eight float64 sums in a fixed order, joined at the end: the same on every machine.</remarks>
    public static double Clip(Span<float> gradients, double largestNorm)
    {
        Span<double> sums = stackalloc double[8];
        for (var i = 0; i < gradients.Length; i++)
        {
            sums[i & 7] += (double)gradients[i] * gradients[i];
        }

        var norm = Math.Sqrt(((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7])));
        if (norm > largestNorm)
        {
            // 1e-6 as in PyTorch's clip_grad_norm_.
            var factor = (float)(largestNorm / (norm + 1e-6));
            foreach (ref var gradient in gradients)
            {
                gradient *= factor;
            }
        }

        return norm;
    }
}
