using Bakeoff.Evaluation.Groups;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Results;

/// <summary>CCC and mean absolute error of predicted numbers by group; every quarter of the true numbers that a group has weighs the
/// same.</summary>
internal sealed class NumberGroups : GroupMeasure<ArraySegment<NumberPairs>>
{
    // Groups of which one has the calm clips and the other the excited ones would differ in CCC with the same errors.
    private const int Quarters = 4;

    private static readonly ConcordanceCorrelationCoefficient Ccc = new();
    private static readonly MeanAbsoluteError AbsoluteError = new();

    private readonly IReadOnlyList<Prediction> _clips;
    private readonly float[] _origins;

    // Shape [targets][clips]: the quarter of each true number, negative where there is none.
    private readonly int[][] _quarters;

    public NumberGroups(IReadOnlyList<string> targets, IReadOnlyList<Prediction> clips, ClipGrouping grouping)
        : base(clips, grouping)
    {
        _clips = clips;
        _quarters = [.. targets.Select((_, target) => QuartersOf([.. clips.Select(clip => clip.TrueNumbers[target])]))];
        _origins = [.. targets.Select((_, t) => clips.Select(clip => clip.TrueNumbers[t]).FirstOrDefault(static truth => !float.IsNaN(truth)))];
        Figures =
        [
            new("ccc", null, (measured, group) => Mean(Ccc, measured, group)),
            .. targets.Select((target, t) => new Figure("ccc", target, (measured, group) => Ccc.Compute(Balance(measured, group, t)))),
            .. targets.Select((target, t) => new Figure(
                "mae", target, (measured, group) => AbsoluteError.Compute(Balance(measured, group, t)))),
        ];
    }

    protected override IReadOnlyList<Figure> Figures { get; }

    private int Cells => _quarters.Length * Quarters;

    protected override ArraySegment<NumberPairs>[] Measure(int[] order)
    {
        var sums = new NumberPairs[(1 + Grouping.Names.Count) * Cells];
        for (var clip = 0; clip < order.Length; clip++)
        {
            for (var target = 0; target < _quarters.Length; target++)
            {
                if (_quarters[target][clip] is >= 0 and var quarter)
                {
                    var pair = PairOf(clip, order[clip], target);
                    var cell = (target * Quarters) + quarter;
                    sums[cell] += pair;
                    if (Grouping.GroupOf[clip] is >= 0 and var group)
                    {
                        sums[((1 + group) * Cells) + cell] += pair;
                    }
                }
            }
        }

        return [.. Enumerable.Range(0, 1 + Grouping.Names.Count).Select(part => new ArraySegment<NumberPairs>(sums, part * Cells, Cells))];
    }

    protected override double[][] Resample(
        int group, IReadOnlyList<Func<ArraySegment<NumberPairs>, ArraySegment<NumberPairs>, double>> statistics, SeededRandom random)
    {
        NumberPairs[][] cells =
        [
            .. Enumerable.Range(0, Cells).Select(cell => PairsOf(cell, static _ => true)),
            .. Enumerable.Range(0, Cells).Select(cell => PairsOf(cell, clip => Grouping.GroupOf[clip] == group)),
        ];
        return new RegressionBootstrap(Units, cells).Resample(
            [
                .. statistics.Select(statistic =>
                    (Func<NumberPairs[], double>)(sums => statistic(new(sums, 0, Cells), new(sums, Cells, Cells)))),
            ],
            random);
    }

    private static int[] QuartersOf(float[] truth)
    {
        var sorted = Array.FindAll(truth, static number => !float.IsNaN(number));
        Array.Sort(sorted);
        float[] edges = sorted.Length == 0 ? [] : [.. Enumerable.Range(1, Quarters - 1).Select(q => sorted[sorted.Length * q / Quarters])];
        return Array.ConvertAll(truth, number => float.IsNaN(number) ? -1 : edges.Count(edge => edge <= number));
    }

    private NumberPairs[] PairsOf(int cell, Func<int, bool> isChosen)
    {
        var (target, quarter) = Math.DivRem(cell, Quarters);
        return
        [
            .. Enumerable.Range(0, _clips.Count)
                .Select(clip => _quarters[target][clip] == quarter && isChosen(clip) ? PairOf(clip, clip, target) : default),
        ];
    }

    private NumberPairs PairOf(int clip, int dealt, int target) =>
        NumberPairs.Of(_clips[clip].TrueNumbers[target], _clips[dealt].Numbers[target], _origins[target]);

    private double Mean(RegressionMetric metric, ArraySegment<NumberPairs> measured, ArraySegment<NumberPairs> group)
    {
        var sum = 0.0;
        for (var target = 0; target < _quarters.Length; target++)
        {
            sum += metric.Compute(Balance(measured, group, target));
        }

        return sum / _quarters.Length;
    }

    private static NumberPairs Balance(ArraySegment<NumberPairs> measured, ArraySegment<NumberPairs> group, int target)
    {
        Span<NumberPairs> parts = stackalloc NumberPairs[Quarters];
        var count = 0;
        for (var cell = target * Quarters; cell < (target + 1) * Quarters; cell++)
        {
            if (group[cell].Count > 0)
            {
                parts[count++] = measured[cell];
            }
        }

        return NumberPairs.Balance(parts[..count]);
    }
}
