using Bakeoff.Evaluation.Groups;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Results;

/// <summary>UAR, and recall and precision of each class, by group; every class of a group weighs the same.</summary>
internal sealed class ConfusionGroups : GroupMeasure<ConfusionMatrix>
{
    private readonly IReadOnlyList<string> _labels;
    private readonly int[] _truth;
    private readonly int[] _predicted;
    private readonly Bootstrap _bootstrap;

    public ConfusionGroups(IReadOnlyList<string> labels, IReadOnlyList<Prediction> clips, ClipGrouping grouping)
        : base(clips, grouping)
    {
        _labels = labels;
        _truth = Evaluator.Classes(labels, clips, static clip => clip.Label);
        _predicted = Evaluator.Classes(labels, clips, static clip => clip.Predicted);
        _bootstrap = new Bootstrap(labels, _truth, [.. clips.Select(static clip => clip.Speaker)]);
        Figures =
        [
            new("uar", null, MeanRecall),
            .. labels.Select((label, k) => new Figure("recall", label, (all, group) => group.Support(k) == 0 ? double.NaN : all.Recall(k))),
            .. labels.Select((label, k) => new Figure("precision", label, (all, group) => Precision(all, group, k))),
        ];
    }

    protected override IReadOnlyList<Figure> Figures { get; }

    protected override ConfusionMatrix[] Measure(int[] order)
    {
        var matrices = new ConfusionMatrix[1 + Grouping.Names.Count];
        for (var i = 0; i < matrices.Length; i++)
        {
            matrices[i] = new ConfusionMatrix(_labels);
        }

        for (var clip = 0; clip < order.Length; clip++)
        {
            var cell = (_truth[clip] * _labels.Count) + _predicted[order[clip]];
            matrices[0].Add(cell, 1);
            if (Grouping.GroupOf[clip] is >= 0 and var group)
            {
                matrices[1 + group].Add(cell, 1);
            }
        }

        return matrices;
    }

    protected override double[][] Resample(
        int group, IReadOnlyList<Func<ConfusionMatrix, ConfusionMatrix, double>> statistics, SeededRandom random) =>
        _bootstrap.Resample(
            [_predicted, [.. _predicted.Select((k, clip) => Grouping.GroupOf[clip] == group ? k : Bootstrap.NotTested)]],
            [.. statistics.Select(static statistic => (Func<ConfusionMatrix[], double>)(matrices => statistic(matrices[0], matrices[1])))],
            random);

    private static double MeanRecall(ConfusionMatrix measured, ConfusionMatrix group)
    {
        var (sum, classes) = (0.0, 0);
        for (var k = 0; k < group.Labels.Count; k++)
        {
            if (group.Support(k) > 0)
            {
                sum += measured.Recall(k);
                classes++;
            }
        }

        return sum / classes;
    }

    /// <summary>The precision that equally many clips of each class would give.</summary>
    private static double Precision(ConfusionMatrix measured, ConfusionMatrix group, int k)
    {
        if (group.Support(k) == 0)
        {
            return double.NaN;
        }

        var predicted = 0.0;
        for (var truth = 0; truth < group.Labels.Count; truth++)
        {
            predicted += group.Support(truth) > 0 ? measured[truth, k] / (double)measured.Support(truth) : 0;
        }

        return predicted > 0 ? measured.Recall(k) / predicted : double.NaN;
    }
}
