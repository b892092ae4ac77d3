using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Intervals;

/// <summary>Bootstrap over test clips, or over whole speakers: draws with replacement.</summary>
/// <remarks>With at least eight speakers, speakers are drawn, because clips of one speaker are not independent. Deterministic by
/// seed.</remarks>
internal sealed class Bootstrap
{
    /// <summary>Smallest number of speakers for drawing speakers.</summary>
    public const int LeastSpeakers = 8;

    /// <summary>Number of resamples.</summary>
    public const int Resamples = 2000;

    /// <summary>In place of a predicted class: the system did not test the clip.</summary>
    public const int NotTested = -1;

    private readonly IReadOnlyList<string> _labels;
    private readonly int[][] _units;

    /// <summary>Creates the bootstrap of a test set.</summary>
    /// <param name="labels">Names of the K classes.</param>
    /// <param name="truth">True class of each clip.</param>
    /// <param name="speakers">Speaker of each clip; empty where unknown.</param>
    public Bootstrap(IReadOnlyList<string> labels, int[] truth, IReadOnlyList<string> speakers)
    {
        _labels = labels;
        var bySpeaker = Enumerable.Range(0, truth.Length)
            .GroupBy(i => speakers[i], StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.OrdinalIgnoreCase)
            .ToList();
        Unit = bySpeaker.Count >= LeastSpeakers && bySpeaker[0].Key.Length > 0 ? BootstrapUnit.Speaker : BootstrapUnit.Clip;
        _units = Unit == BootstrapUnit.Speaker
            ? [.. bySpeaker.Select(static group => group.ToArray())]
            : [.. Enumerable.Range(0, truth.Length).Select(static i => new[] { i })];
        Truth = truth;
    }

    /// <summary>The unit that is drawn.</summary>
    public BootstrapUnit Unit { get; }

    /// <summary>True class of each clip.</summary>
    public int[] Truth { get; }

    /// <summary>Positions of the clips of each unit.</summary>
    public IReadOnlyList<int[]> Units => _units;

    /// <summary>Computes statistics for every resample.</summary>
    /// <param name="predictions">Predicted classes of one or more systems for the same clips, or <see cref="NotTested"/>; all systems see
    /// the same draws.</param>
    /// <param name="statistics">Functions of the confusion matrices of all systems.</param>
    /// <param name="random">Random stream of the draws.</param>
    /// <returns>Shape [statistics][resamples].</returns>
    public double[][] Resample(int[][] predictions, IReadOnlyList<Func<ConfusionMatrix[], double>> statistics, SeededRandom random)
    {
        var unitCounts = predictions.Select(predicted => _units.Select(unit => Count(unit, predicted)).ToArray()).ToArray();
        var values = statistics.Select(static _ => new double[Resamples]).ToArray();
        var matrices = Array.ConvertAll(predictions, _ => new ConfusionMatrix(_labels));
        var drawn = new int[_units.Length];
        for (var resample = 0; resample < Resamples; resample++)
        {
            for (var draw = 0; draw < drawn.Length; draw++)
            {
                drawn[draw] = random.NextInt32(_units.Length);
            }

            Add(sign: 1);
            for (var statistic = 0; statistic < values.Length; statistic++)
            {
                values[statistic][resample] = statistics[statistic](matrices);
            }

            // Taking the clips away again costs less than a new matrix: with a thousand classes it has a million cells.
            Add(sign: -1);
        }

        return values;

        void Add(int sign)
        {
            for (var system = 0; system < matrices.Length; system++)
            {
                foreach (var unit in drawn)
                {
                    foreach (var (cell, count) in unitCounts[system][unit])
                    {
                        matrices[system].Add(cell, sign * count);
                    }
                }
            }
        }
    }

    private (int Cell, int Count)[] Count(int[] unit, int[] predicted) =>
    [
        .. unit.Where(i => predicted[i] != NotTested)
            .GroupBy(i => (Truth[i] * _labels.Count) + predicted[i])
            .OrderBy(static group => group.Key)
            .Select(static group => (group.Key, group.Count())),
    ];
}
