using Bakeoff.Evaluation.Groups;

namespace Bakeoff.Evaluation.Results;

/// <summary>Evaluates groups of the test clips, such as women and men, beside all of them.</summary>
/// <remarks>
/// <para>Groups are balanced by truth: every class that a group has weighs the same, in its precision too, and a gap is to all clips over
/// the same classes. Of numbers, the quarters of the true ones take the place of classes.</para>
/// <para>A random model deals the same predictions to the clips at random; the largest gap of <see cref="Draws"/> such models stands beside
/// each gap, after audEERING's tests of fairness (D. Derington and others, Testing speech emotion recognition machine learning models,
/// 2023). Draws know nothing of speakers; intervals are drawn by speaker where there are at least eight.</para>
/// <para>Determinism: the result depends on the predictions in their order, the groups and the seed.</para>
/// </remarks>
public static class GroupEvaluator
{
    /// <summary>Number of random models.</summary>
    public const int Draws = 1000;

    /// <summary>Evaluates predicted classes: UAR, recall and precision of each class.</summary>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="predictions">At least one prediction of a clip whose label counts; others are left out.</param>
    /// <param name="groupings">Groups of the predicted clips, one division a column.</param>
    /// <param name="seed">Seed of the experiment; the stream <c>groups</c> is used.</param>
    /// <remarks>Cost: 2000 resamples of the test clips for each group, and 1000 random models for each column.</remarks>
    public static IReadOnlyList<GroupBreakdown> Evaluate(
        IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions, IReadOnlyList<ClipGrouping> groupings, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(groupings);
        int[] counted = [.. Enumerable.Range(0, predictions.Count).Where(clip => predictions[clip].Label.Length > 0)];
        Prediction[] clips = [.. counted.Select(clip => predictions[clip])];
        return
        [
            .. groupings
                .Select(grouping => grouping with { GroupOf = [.. counted.Select(clip => grouping.GroupOf[clip])] })
                .Select(grouping => new ConfusionGroups(labels, clips, grouping).Evaluate(seed)),
        ];
    }

    /// <summary>Evaluates predicted numbers: CCC and mean absolute error of each target, and the mean CCC.</summary>
    /// <param name="targets">Names of the targets.</param>
    /// <param name="predictions">At least one prediction.</param>
    /// <param name="groupings">Groups of the predicted clips, one division a column.</param>
    /// <param name="seed">Seed of the experiment; the stream <c>groups</c> is used.</param>
    /// <remarks>Cost: 2000 resamples of the test clips for each group, and 1000 random models for each column.</remarks>
    public static IReadOnlyList<GroupBreakdown> EvaluateNumbers(
        IReadOnlyList<string> targets, IReadOnlyList<Prediction> predictions, IReadOnlyList<ClipGrouping> groupings, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(groupings);
        return [.. groupings.Select(grouping => new NumberGroups(targets, predictions, grouping).Evaluate(seed))];
    }
}
