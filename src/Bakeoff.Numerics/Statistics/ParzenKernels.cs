namespace Bakeoff.Numerics;

/// <summary>
/// Densities over an interval, one for each observation and a flat one: normal densities around the observations, cut off at the ends and
/// as wide as the way to the neighbours. Their mean is an estimate of where the observations come from.
/// </summary>
/// <remarks>
/// The adaptive Parzen estimator of Bergstra, Bardenet, Bengio and Kegl, "Algorithms for Hyper-Parameter Optimization", 2011. Determinism:
/// equal observations give equal bits on every machine.
/// </remarks>
public sealed class ParzenKernels
{
    /// <summary>No kernel is narrower than this part of the interval, or the part of as many kernels as there are.</summary>
    private const int MostParts = 100;

    private static readonly double RootTwoPi = Math.Sqrt(2 * Math.PI);

    private readonly double _low;
    private readonly double _high;
    private readonly double[] _means;
    private readonly double[] _widths;
    private readonly double[] _peaks;

    /// <summary>Places the kernels.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end, above <paramref name="low"/>.</param>
    /// <param name="observations">Values within the interval; NaN where one is not known, whose kernel is flat.</param>
    /// <exception cref="ArgumentException">The interval is empty, or an observation lies outside.</exception>
    public ParzenKernels(double low, double high, IReadOnlyList<double> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        _means = [.. observations];
        if (!(low < high) || Array.Exists(_means, value => value < low || value > high))
        {
            throw new ArgumentException(
                $"The interval from {low} to {high} is empty or does not hold every observation.", nameof(observations));
        }

        (_low, _high) = (low, high);
        (_widths, _peaks) = (new double[_means.Length], new double[_means.Length]);
        int[] order = [.. Enumerable.Range(0, _means.Length).Where(i => !double.IsNaN(_means[i])).OrderBy(i => _means[i])];
        var least = (high - low) / Math.Min(MostParts, order.Length + 2);
        for (var rank = 0; rank < order.Length; rank++)
        {
            // The first and the last look at their neighbour alone, unless there is none: the ends are no observations.
            var i = order[rank];
            var below = rank > 0 ? _means[i] - _means[order[rank - 1]] : order.Length > 1 ? 0 : _means[i] - low;
            var above = rank < order.Length - 1 ? _means[order[rank + 1]] - _means[i] : order.Length > 1 ? 0 : high - _means[i];
            _widths[i] = Math.Clamp(Math.Max(below, above), least, high - low);
            var inside = Normal((high - _means[i]) / _widths[i]) - Normal((low - _means[i]) / _widths[i]);
            _peaks[i] = 1 / (RootTwoPi * _widths[i] * inside);
        }
    }

    /// <summary>Number of kernels: the observations, then the flat one.</summary>
    public int Count => _means.Length + 1;

    /// <summary>Draws a value of one kernel.</summary>
    /// <param name="kernel">Position of the kernel.</param>
    /// <param name="random">Source of the draw.</param>
    public double Draw(int kernel, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (IsFlat(kernel))
        {
            return _low + (random.NextDouble() * (_high - _low));
        }

        // The mean is inside and the width at most the interval's, so that a third of the draws or more are inside.
        double value;
        do
        {
            value = _means[kernel] + (random.NextGaussian() * _widths[kernel]);
        }
        while (value < _low || value > _high);

        return value;
    }

    /// <summary>Density of one kernel at a value of the interval.</summary>
    /// <param name="kernel">Position of the kernel.</param>
    /// <param name="value">The value.</param>
    public double At(int kernel, double value)
    {
        if (IsFlat(kernel))
        {
            return 1 / (_high - _low);
        }

        var z = (value - _means[kernel]) / _widths[kernel];
        return _peaks[kernel] * DeterministicMath.Exp(-0.5 * z * z);
    }

    private bool IsFlat(int kernel) => kernel == _means.Length || double.IsNaN(_means[kernel]);

    private static double Normal(double z) => 0.5 * (1 + DeterministicMath.Erf((float)(z / Math.Sqrt(2))));
}
