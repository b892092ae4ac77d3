using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Intervals;

/// <summary>Bootstrap of statistics of sums over test clips, or over whole speakers: draws with replacement.</summary>
/// <remarks>All statistics see the same draws. Deterministic by seed. Memory: 8 bytes a unit and column.</remarks>
internal sealed class SumBootstrap
{
    private readonly double[] _sums;
    private readonly int _units;
    private readonly int _columns;

    /// <summary>Adds up the values of each unit.</summary>
    /// <param name="units">What is drawn.</param>
    /// <param name="columns">Values [columns][clips].</param>
    public SumBootstrap(BootstrapUnits units, IReadOnlyList<double[]> columns)
    {
        (_units, _columns) = (units.Count, columns.Count);
        _sums = new double[_units * _columns];
        for (var unit = 0; unit < _units; unit++)
        {
            foreach (var clip in units.ClipsOf(unit))
            {
                for (var column = 0; column < _columns; column++)
                {
                    _sums[(unit * _columns) + column] += columns[column][clip];
                }
            }
        }
    }

    /// <summary>Computes intervals of statistics.</summary>
    /// <param name="statistics">Functions of the sums of all columns; NaN where a resample does not define one.</param>
    /// <param name="random">Random stream of the draws.</param>
    /// <returns>An interval for each statistic; null where there is a single unit, whose draws are all alike, or no resample defines it.</returns>
    public IReadOnlyList<BootstrapInterval?> Intervals(IReadOnlyList<Func<double[], double>> statistics, SeededRandom random)
    {
        var drawn = new double[_columns];
        var values = statistics.Select(static _ => new double[BootstrapUnits.Resamples]).ToArray();
        for (var resample = 0; resample < BootstrapUnits.Resamples; resample++)
        {
            Array.Clear(drawn);
            for (var draw = 0; draw < _units; draw++)
            {
                var unit = _sums.AsSpan(random.NextInt32(_units) * _columns, _columns);
                for (var column = 0; column < unit.Length; column++)
                {
                    drawn[column] += unit[column];
                }
            }

            for (var statistic = 0; statistic < values.Length; statistic++)
            {
                values[statistic][resample] = statistics[statistic](drawn);
            }
        }

        return
        [
            .. values.Select(own =>
                _units < 2 || Array.TrueForAll(own, double.IsNaN) ? null : BootstrapInterval.FromResamples(own)),
        ];
    }
}
