using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Intervals;

/// <summary>Bootstrap of predicted numbers over test clips, or over whole speakers: draws with replacement.</summary>
/// <remarks>All targets see the same draws. Deterministic by seed. Memory: 64 bytes a unit and target.</remarks>
internal sealed class RegressionBootstrap
{
    private readonly NumberPairs[][] _sums;

    /// <summary>Adds up the pairs of each unit.</summary>
    /// <param name="units">What is drawn.</param>
    /// <param name="pairs">Pairs [targets][clips]; <c>default</c>, no pair, where a clip has no true number.</param>
    public RegressionBootstrap(BootstrapUnits units, IReadOnlyList<NumberPairs[]> pairs)
    {
        _sums = [.. pairs.Select(target => Enumerable.Range(0, units.Count).Select(unit => Sum(target, units.ClipsOf(unit))).ToArray())];
    }

    /// <summary>Computes statistics for every resample.</summary>
    /// <param name="statistics">Functions of the sums of all targets.</param>
    /// <param name="random">Random stream of the draws.</param>
    /// <returns>Shape [statistics][resamples].</returns>
    public double[][] Resample(IReadOnlyList<Func<NumberPairs[], double>> statistics, SeededRandom random)
    {
        var units = _sums[0].Length;
        var drawn = new NumberPairs[_sums.Length];
        var values = statistics.Select(static _ => new double[BootstrapUnits.Resamples]).ToArray();
        for (var resample = 0; resample < BootstrapUnits.Resamples; resample++)
        {
            Array.Clear(drawn);
            for (var draw = 0; draw < units; draw++)
            {
                var unit = random.NextInt32(units);
                for (var target = 0; target < drawn.Length; target++)
                {
                    drawn[target] += _sums[target][unit];
                }
            }

            for (var statistic = 0; statistic < values.Length; statistic++)
            {
                values[statistic][resample] = statistics[statistic](drawn);
            }
        }

        return values;
    }

    private static NumberPairs Sum(NumberPairs[] pairs, ReadOnlySpan<int> clips)
    {
        var sum = default(NumberPairs);
        foreach (var clip in clips)
        {
            sum += pairs[clip];
        }

        return sum;
    }
}
