using Bakeoff.Numerics;

namespace Bakeoff.Audio.Resampling;

/// <summary>A sinc low-pass under a Kaiser window, the kernel of both steps of the resampler.</summary>
/// <remarks>Source: J. Kaiser, Nonrecursive digital filter design using the I0-sinh window function, IEEE ISCAS 1974.</remarks>
/// <param name="cutoff">Frequency of half amplitude, in cycles per sample of the time axis used.</param>
/// <param name="halfWidth">Half the length of the kernel, in the same samples; zero beyond.</param>
/// <param name="beta">Shape of the window; 13.66 leaves about -130 dB.</param>
internal sealed class KaiserSinc(double cutoff, double halfWidth, double beta)
{
    /// <summary>The kernel at a time, scaled so that samples one apart sum to about 1.</summary>
    public double At(double time)
    {
        var position = time / halfWidth;
        var inside = 1 - position * position;
        return inside < 0 ? 0 : Sinc(2 * cutoff * time) * 2 * cutoff * BesselI0(beta * Math.Sqrt(inside)) / BesselI0(beta);
    }

    /// <summary>sin(pi x) / (pi x), exactly 0 at whole numbers other than 0.</summary>
    private static double Sinc(double x)
    {
        if (x == 0)
        {
            return 1;
        }

        return x == Math.Floor(x) ? 0 : DeterministicMath.Sin(Math.PI * x) / (Math.PI * x);
    }

    /// <summary>Modified Bessel function of the first kind and order 0 by its power series, summed until nothing changes.</summary>
    private static double BesselI0(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
