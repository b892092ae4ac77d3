using Bakeoff.Evaluation.Groups;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Results;

/// <summary>Metrics of groups of clips beside those of all clips, with intervals and the gaps of random models.</summary>
/// <typeparam name="T">What metrics are computed of, such as a confusion matrix.</typeparam>
/// <param name="clips">Predictions of the clips.</param>
/// <param name="grouping">Groups of the same clips.</param>
internal abstract class GroupMeasure<T>(IReadOnlyList<Prediction> clips, ClipGrouping grouping)
{
    /// <summary>A metric.</summary>
    /// <param name="Metric">Its name.</param>
    /// <param name="Of">The class or target; null for all.</param>
    /// <param name="Compute">The metric of what is given first, over the classes that what is given second has; NaN where it is not
    /// defined.</param>
    protected sealed record Figure(string Metric, string? Of, Func<T, T, double> Compute);

    /// <summary>Metrics, the headline first.</summary>
    protected abstract IReadOnlyList<Figure> Figures { get; }

    /// <summary>Groups of the clips.</summary>
    protected ClipGrouping Grouping { get; } = grouping;

    /// <summary>The units of intervals.</summary>
    protected BootstrapUnits Units { get; } = new([.. clips.Select(static clip => clip.Speaker)]);

    /// <summary>The material of the metrics, for all clips and then for each group.</summary>
    /// <param name="order">Position of the prediction that each clip has.</param>
    protected abstract T[] Measure(int[] order);

    /// <summary>Computes statistics of all clips and one group for every resample of all clips.</summary>
    /// <returns>Shape [statistics][resamples].</returns>
    protected abstract double[][] Resample(int group, IReadOnlyList<Func<T, T, double>> statistics, SeededRandom random);

    /// <summary>Computes the metrics of each group.</summary>
    /// <param name="seed">Seed of the experiment; the stream <c>groups</c> is used.</param>
    public GroupBreakdown Evaluate(ulong seed)
    {
        var random = new SeededRandom(seed, "groups").Stream(Grouping.Column);
        var found = Measure([.. Enumerable.Range(0, clips.Count)]);
        var members = Enumerable.Range(0, Grouping.Names.Count).Select(MembersOf).ToList();
        var largest = LargestRandomGaps(random.Stream("random"));
        var compared = members.Count(static group => group.Count > 0) > 1;
        return new GroupBreakdown(
            Grouping.Column,
            Grouping.GroupOf.Count(static group => group < 0),
            Units.Unit,
            [
                .. members.Index().Where(static group => group.Item.Count > 0).Select(group =>
                {
                    var speakers = Speakers(group.Item);
                    return new GroupResult(
                        Grouping.Names[group.Index],
                        group.Item.Count,
                        speakers,
                        [
                            .. compared && speakers != 1
                                ? Compare(group.Index, found, largest[group.Index], random)
                                : Values(found[1 + group.Index]),
                        ]);
                }),
            ]);
    }

    private List<int> MembersOf(int group) => [.. Enumerable.Range(0, clips.Count).Where(clip => Grouping.GroupOf[clip] == group)];

    private int? Speakers(List<int> members)
    {
        var speakers = members.Select(clip => clips[clip].Speaker).Distinct(StringComparer.Ordinal).ToList();
        return speakers.Contains("") ? null : speakers.Count;
    }

    private IEnumerable<GroupFigure> Values(T group) => Figures
        .Select(figure => new GroupFigure(figure.Metric, figure.Of, figure.Compute(group, group)))
        .Where(static figure => !double.IsNaN(figure.Value));

    private IEnumerable<GroupFigure> Compare(int group, T[] found, double[] largest, SeededRandom random)
    {
        var (all, own) = (found[0], found[1 + group]);
        List<Func<T, T, double>> statistics =
        [
            .. Figures.Select(static figure => (Func<T, T, double>)((_, group) => figure.Compute(group, group))),
            .. Figures.Select(static figure => (Func<T, T, double>)((all, group) => Gap(figure, all, group))),
        ];
        var resampled = Resample(group, statistics, random.Stream("bootstrap").Stream(Grouping.Names[group]));
        for (var i = 0; i < Figures.Count; i++)
        {
            var (figure, gap) = (Figures[i], Gap(Figures[i], all, own));
            if (!double.IsNaN(gap))
            {
                yield return new GroupFigure(figure.Metric, figure.Of, figure.Compute(own, own))
                {
                    Interval = IntervalOf(resampled[i]),
                    Gap = gap,
                    GapInterval = IntervalOf(resampled[Figures.Count + i]),
                    RandomGap = double.IsNaN(largest[i]) ? null : largest[i],
                };
            }
        }
    }

    private static double Gap(Figure figure, T all, T group) => figure.Compute(group, group) - figure.Compute(all, group);

    private static BootstrapInterval? IntervalOf(double[] resampled) =>
        Array.TrueForAll(resampled, double.IsNaN) ? null : BootstrapInterval.FromResamples(resampled);

    /// <summary>Size of the largest gap of each group and metric among random models; NaN where it is never defined.</summary>
    private double[][] LargestRandomGaps(SeededRandom random)
    {
        var largest = Grouping.Names.Select(_ => Figures.Select(static _ => double.NaN).ToArray()).ToArray();
        int[] order = [.. Enumerable.Range(0, clips.Count)];
        for (var draw = 0; draw < GroupEvaluator.Draws; draw++)
        {
            random.Shuffle(order.AsSpan());
            var dealt = Measure(order);
            for (var group = 0; group < largest.Length; group++)
            {
                for (var i = 0; i < Figures.Count; i++)
                {
                    var gap = Math.Abs(Gap(Figures[i], dealt[0], dealt[1 + group]));
                    largest[group][i] = gap > largest[group][i] || double.IsNaN(largest[group][i]) ? gap : largest[group][i];
                }
            }
        }

        return largest;
    }
}
