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
    /// <param name="predictions">Predicted classes of one or more systems for the same clips; all systems see the same draws.</param>
    /// <param name="statistics">Functions of the confusion matrices of all systems.</param>
    /// <param name="random">Random stream of the draws.</param>
    /// <returns>Shape [statistics][resamples].</returns>
    public double[][] Resample(int[][] predictions, IReadOnlyList<Func<ConfusionMatrix[], double>> statistics, SeededRandom random)
    {
        var classes = _labels.Count;
        var unitCounts = predictions.Select(predicted => _units.Select(unit => Count(unit, predicted)).ToArray()).ToArray();
        var values = statistics.Select(static _ => new double[Resamples]).ToArray();
        for (var resample = 0; resample < Resamples; resample++)
        {
            var sums = predictions.Select(_ => new long[classes * classes]).ToArray();
            for (var draw = 0; draw < _units.Length; draw++)
            {
                var unit = random.NextInt32(_units.Length);
                for (var system = 0; system < sums.Length; system++)
                {
                    foreach (var (cell, count) in unitCounts[system][unit])
                    {
                        sums[system][cell] += count;
                    }
                }
            }

            var matrices = Array.ConvertAll(sums, counts => new ConfusionMatrix(_labels, counts));
            for (var statistic = 0; statistic < values.Length; statistic++)
            {
                values[statistic][resample] = statistics[statistic](matrices);
            }
        }

        return values;
    }

    private (int Cell, int Count)[] Count(int[] unit, int[] predicted) =>
    [
        .. unit.GroupBy(i => (Truth[i] * _labels.Count) + predicted[i])
            .OrderBy(static group => group.Key)
            .Select(static group => (group.Key, group.Count())),
    ];
}
