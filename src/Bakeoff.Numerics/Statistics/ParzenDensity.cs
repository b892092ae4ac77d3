namespace Bakeoff.Numerics;

/// <summary>
/// A density over an interval from a few observations: a normal density around each, cut off at the ends and as wide as the way to its
/// neighbours, and a flat one over the whole interval, all of equal weight.
/// </summary>
/// <remarks>
/// The adaptive Parzen estimator of Bergstra, Bardenet, Bengio and Kegl, "Algorithms for Hyper-Parameter Optimization", 2011. Determinism:
/// equal observations, in any order, give equal bits on every machine.
/// </remarks>
public sealed class ParzenDensity
{
    /// <summary>Observations in the middle of a crowd are never narrower than this part of the interval, divided by their number.</summary>
    private const int MostParts = 100;

    private static readonly double RootTwoPi = Math.Sqrt(2 * Math.PI);

    private readonly double _low;
    private readonly double _high;
    private readonly double[] _means;
    private readonly double[] _widths;
    private readonly double[] _peaks;

    /// <summary>Estimates the density.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end, above <paramref name="low"/>.</param>
    /// <param name="observations">Values within the interval; none at all gives the flat density.</param>
    /// <exception cref="ArgumentException">The interval is empty, or an observation lies outside.</exception>
    public ParzenDensity(double low, double high, IEnumerable<double> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        _means = [.. observations.Order()];
        if (!(low < high) || !Array.TrueForAll(_means, value => value >= low && value <= high))
        {
            throw new ArgumentException(
                $"The interval from {low} to {high} is empty or does not hold every observation.", nameof(observations));
        }

        (_low, _high) = (low, high);
        (_widths, _peaks) = (new double[_means.Length], new double[_means.Length]);
        var least = (high - low) / Math.Min(MostParts, _means.Length + 1);
        for (var i = 0; i < _means.Length; i++)
        {
            var below = _means[i] - (i == 0 ? low : _means[i - 1]);
            var above = (i == _means.Length - 1 ? high : _means[i + 1]) - _means[i];
            _widths[i] = Math.Clamp(Math.Max(below, above), least, high - low);
            var inside = Normal((high - _means[i]) / _widths[i]) - Normal((low - _means[i]) / _widths[i]);
            _peaks[i] = 1 / (RootTwoPi * _widths[i] * inside);
        }
    }

    /// <summary>Draws one value.</summary>
    public double Draw(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var component = random.NextInt32(_means.Length + 1);
        if (component == _means.Length)
        {
            return _low + (random.NextDouble() * (_high - _low));
        }

        // The mean is inside and the width at most the interval's, so that a third of the draws or more are inside.
        double value;
        do
        {
            value = _means[component] + (random.NextGaussian() * _widths[component]);
        }
        while (value < _low || value > _high);

        return value;
    }

    /// <summary>Natural logarithm of the density at a value of the interval.</summary>
    public double LogAt(double value)
    {
        var sum = 1 / (_high - _low);
        for (var i = 0; i < _means.Length; i++)
        {
            var z = (value - _means[i]) / _widths[i];
            sum += _peaks[i] * DeterministicMath.Exp(-0.5 * z * z);
        }

        return DeterministicMath.Log(sum / (_means.Length + 1));
    }

    private static double Normal(double z) => 0.5 * (1 + DeterministicMath.Erf((float)(z / Math.Sqrt(2))));
}
