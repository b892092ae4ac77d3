using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Results;

/// <summary>Predicted numbers of several runs, clip by clip; a run need not have tested every clip.</summary>
internal sealed class AlignedRegressions
{
    // Shape [runs * targets][clips]; no pair where the run did not test the clip, or the target is not stated.
    private readonly NumberPairs[][] _pairs;
    private readonly BootstrapUnits _units;

    private AlignedRegressions(NumberPairs[][] pairs, BootstrapUnits units, int clips)
    {
        _pairs = pairs;
        _units = units;
        ClipCount = clips;
    }

    /// <summary>Number of clips that at least one run tested.</summary>
    public int ClipCount { get; }

    /// <summary>The unit that resamples draw.</summary>
    public BootstrapUnit Unit => _units.Unit;

    /// <summary>Number of units.</summary>
    public int UnitCount => _units.Count;

    /// <summary>Puts the predictions in the order of the clips' samples.</summary>
    /// <param name="targets">Number of targets, the same in all runs.</param>
    /// <param name="runs">Predictions of each run.</param>
    public static AlignedRegressions Align(int targets, IReadOnlyList<IReadOnlyList<Prediction>> runs)
    {
        var clips = AlignedClips.Group(runs);
        var pairs = Enumerable.Range(0, runs.Count * targets).Select(_ => new NumberPairs[clips.Count]).ToArray();
        for (var target = 0; target < targets; target++)
        {
            var truths = clips.ConvertAll(clip => clip[0].Prediction.TrueNumbers[target]);
            var origin = truths.Find(static truth => !float.IsNaN(truth));
            foreach (var (i, clip) in clips.Index().Where(clip => !float.IsNaN(truths[clip.Index])))
            {
                foreach (var (run, prediction) in clip)
                {
                    pairs[(run * targets) + target][i] = NumberPairs.Of(truths[i], prediction.Numbers[target], origin);
                }
            }
        }

        var units = new BootstrapUnits(clips.ConvertAll(static clip => clip[0].Prediction.Speaker));
        return new AlignedRegressions(pairs, units, clips.Count);
    }

    /// <summary>Sums over all clips, for each run and target, shape [runs * targets].</summary>
    public NumberPairs[] Sums() => Array.ConvertAll(_pairs, static pairs => pairs.Aggregate(default(NumberPairs), NumberPairs.Add));

    /// <summary>Computes statistics of the sums for every resample; shape [statistics][resamples].</summary>
    public double[][] Resample(IReadOnlyList<Func<NumberPairs[], double>> statistics, SeededRandom random) =>
        new RegressionBootstrap(_units, _pairs).Resample(statistics, random);
}
